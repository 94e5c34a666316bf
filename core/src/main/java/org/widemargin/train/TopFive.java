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

  /** What was right since the last evaluation, and of how much. */
  private static final String RIGHT = "top-five";

  private static final String OF = "top-five-of";

  /** What checkpoints of before had instead of both, without saying of how much. */
  private static final String FORMER = "top5-accuracy";

  private TopFive() {}

  /**
   * Adds up the samples of a batch that are right. What they are a part of is added up too: sums
   * that a checkpoint without them left off count steps that these do not.
   *
   * @param sums where to
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @param whole what all samples of the batch count together
   */
  static void add(Sums sums, Tensor logits, Tensor labels, double whole) {
    if (logits.size(1) > 2 * FIRST) {
      int found = Decision.countAmong(logits, labels, FIRST);
      sums.add(RIGHT, found * (whole / labels.size(0)));
      sums.add(OF, whole);
    }
  }

  /** Takes the mean out of others; null where it was not measured. */
  static @Nullable Double takenFrom(Map<String, Double> means) {
    means.remove(FORMER);
    Double right = means.remove(RIGHT);
    Double of = means.remove(OF);
    return right == null || of == null ? null : Double.valueOf(right / of);
  }
}
