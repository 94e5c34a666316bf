package org.widemargin.attack;

import java.util.Optional;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.evaluate.Classifier;
import org.widemargin.norm.Norm;

/**
 * Estimates each sample's distance to the decision boundary, from above: the nearest adversarial
 * point that an attack finds. One pass gives the robust accuracy at every epsilon.
 *
 * @param norm of the distance: l-inf, l2 or l1
 * @param range the box of valid inputs; empty where any number is valid
 * @param seed of all random numbers
 * @param batchSize how many samples at once
 */
public record MinimumNormRun(Norm norm, Optional<ValidRange> range, long seed, int batchSize) {
  /**
   * Looks for the nearest adversarial points.
   *
   * @param attack how
   * @param classifier whom to attack
   * @param dataset where the samples come from
   * @param samples which of them
   * @return for each sample its distance: {@code BROKEN} where an adversarial point was found and
   *     confirmed, {@code STANDING} where none was
   * @throws org.widemargin.error.InputException as for {@link AttackRun}
   */
  public AttackResult run(
      MinimumNormAttack attack, Classifier classifier, Dataset dataset, int[] samples) {
    ThreatModel unbounded = new ThreatModel(norm, Double.POSITIVE_INFINITY, range);
    return new AttackRun(unbounded, seed, batchSize)
        .run(attack, classifier, dataset, samples, AttackedBatch.Goal.NEAREST);
  }
}
