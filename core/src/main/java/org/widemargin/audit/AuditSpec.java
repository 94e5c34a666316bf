package org.widemargin.audit;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;

/**
 * What a network is asked of every sample.
 *
 * @param norm of the distances
 * @param layers where distances are measured
 * @param refinements how often a distance is linearised again at the boundary, beside the one
 *     linearised at the sample; 0 for the latter alone
 * @param batchSize how many samples are measured at a time, or fewer where a network's values would
 *     take much memory
 */
public record AuditSpec(Norm norm, LayerChoice layers, int refinements, int batchSize) {
  private static final int BATCH_SIZE = 250;

  /** Checks the ranges. */
  public AuditSpec {
    require(refinements >= 0, "expected refinements of at least 0, found %d", refinements);
    require(batchSize > 0, "expected a batch size of at least 1, found %d", batchSize);
  }

  /**
   * Distances in batches of the usual size.
   *
   * @param norm of the distances
   * @param layers where
   * @param refinements how often a distance is linearised again
   * @return what is asked
   */
  public static AuditSpec of(Norm norm, LayerChoice layers, int refinements) {
    return new AuditSpec(norm, layers, refinements, BATCH_SIZE);
  }

  /**
   * The scores that a network gives each sample.
   *
   * @param network what is asked
   * @return their names
   * @throws org.widemargin.error.InputException naming a layer that the network does not have
   */
  List<String> scores(NetworkSpec network) {
    List<String> measured = layers.among(network.layerNamesWithUnits());
    List<String> names = new ArrayList<>(List.of(SampleScores.GAP, SampleScores.LOSS));
    measured.forEach(layer -> names.add(SampleScores.linear(layer)));
    if (refinements > 0) {
      measured.forEach(layer -> names.add(SampleScores.refined(layer)));
    }
    return names;
  }
}
