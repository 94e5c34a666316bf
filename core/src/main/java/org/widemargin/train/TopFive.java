package org.widemargin.train;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.evaluate.Decision;

/**
 * The accuracy that counts a sample as right where its class is among the five first. Where five
 * are half of the classes or more it says little, and is not measured.
 */
final class TopFive {
  private static final int FIRST = 5;
  private static final String NAME = "top5-accuracy";

  private TopFive() {}

  /**
   * Adds up the samples of a batch that are right.
   *
   * @param sums where to
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @param each what a sample counts
   */
  static void add(Sums sums, Tensor logits, Tensor labels, double each) {
    if (logits.size(1) > 2 * FIRST) {
      sums.add(NAME, Decision.countAmong(logits, labels, FIRST) * each);
    }
  }

  /** Takes the mean out of others; null where it was not measured. */
  static @Nullable Double takenFrom(Map<String, Double> means) {
    return means.remove(NAME);
  }
}
