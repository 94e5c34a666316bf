package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.widemargin.layer.BatchNorm;
import org.widemargin.network.Mode;
import org.widemargin.network.NetworkPlan;
import org.widemargin.network.NetworkSpec;

/**
 * How many values of a batch each batch normalisation has of a channel. A mean and a variance of
 * one value say nothing: what is normalised would be 0 whatever it was, and the running variance,
 * which divides by one less, not a number.
 */
final class NormalisedValues {
  private NormalisedValues() {}

  /**
   * Refuses a network that would normalise single values while it learns.
   *
   * @param network the architecture
   * @param optimization with the size of a batch, and which layers learn
   * @param samples how many there are to learn from
   * @param workers among how many a batch is divided, each of which normalises its own part
   * @throws org.widemargin.error.InputException naming the first such layer, and what to do
   */
  static void requireSeveral(
      NetworkSpec network, OptimizationConfig optimization, int samples, int workers) {
    if (optimization.trainLayers().mode() == Mode.TRAINING) {
      int batch = optimization.fewestAtOnce(samples, workers);
      for (NetworkPlan.Entry entry : network.plan().allEntries()) {
        if (entry.layer() instanceof BatchNorm) {
          requireSeveral(entry, batch, samples, 2 * workers * optimization.gradientAccumulation());
        }
      }
    }
  }

  private static void requireSeveral(NetworkPlan.Entry entry, int batch, int samples, int enough) {
    List<Integer> shape = entry.inputShape();
    long places = shape.stream().skip(1).mapToLong(size -> size).reduce(1, Math::multiplyExact);
    require(
        batch * places > 1,
        "expected batch normalisation '%s' to have at least 2 values of each channel in a batch,"
            + " found 1 (batches of %d, a sample of shape %s): %s",
        entry.path(),
        batch,
        shape,
        samples == 1
            ? "it takes more than one sample to learn from"
            : "take a batch-size of at least " + enough);
  }
}
