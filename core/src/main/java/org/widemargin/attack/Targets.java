package org.widemargin.attack;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.PerSample;

/** The wrong classes to aim at, in the order in which they follow on the clean image. */
final class Targets {
  private Targets() {}

  /**
   * Ranks the wrong classes.
   *
   * @param attacked the samples
   * @param most how many targets at most; there are never more than C - 1
   * @return for each rank from 2 on the class of every sample, int64 {@code [N]}
   */
  static List<Tensor> of(AttackedBatch attacked, int most) {
    int classes = Math.toIntExact(attacked.cleanLogits().size(1));
    int count = Math.min(most, classes - 1);
    // The true class goes first and is left out, also of a sample that is wrong as it is.
    Tensor trueFirst =
        PerSample.scatter(attacked.cleanLogits(), attacked.labels(), Double.POSITIVE_INFINITY);
    Tensor order = PerSample.topkIndices(trueFirst, count + 1);
    List<Tensor> targets = new ArrayList<>();
    for (int rank = 1; rank <= count; rank++) {
      targets.add(order.select(1, rank));
    }
    return targets;
  }
}
