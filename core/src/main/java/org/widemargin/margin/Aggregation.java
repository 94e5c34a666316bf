package org.widemargin.margin;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.PerSample;

/** How the violations of one sample against its competitors become one (paper, equation 4). */
public enum Aggregation {
  /** The largest violation. */
  MAX {
    @Override
    Tensor of(Tensor violations) {
      return violations.size(1) == 1
          ? violations.select(1, 0)
          : PerSample.gather(violations, PerSample.argmax(violations.detach()));
    }
  },
  /** Their sum. */
  SUM {
    @Override
    Tensor of(Tensor violations) {
      return PerSample.sum(violations);
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
