package org.widemargin.margin;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;

/** How the violations of one sample against its competitors become one (paper, equation 4). */
public enum Aggregation {
  /** The largest violation. */
  MAX {
    @Override
    Tensor of(Tensor violations) {
      return violations.size(1) == 1
          ? violations.select(1, 0)
          : Ops.pick(violations, Ops.argmax(violations.detach()));
    }
  },
  /** Their sum. */
  SUM {
    @Override
    Tensor of(Tensor violations) {
      return Ops.sumPerSample(violations);
    }
  },
  /** Their mean. */
  MEAN {
    @Override
    Tensor of(Tensor violations) {
      return violations.mean(1);
    }
  };

  /**
   * Aggregates.
   *
   * @param violations {@code [N, K]}
   * @return {@code [N]}
   */
  abstract Tensor of(Tensor violations);
}
