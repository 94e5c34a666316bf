package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;

/** What an attack makes large: a function of the logits that grows as the true class falls back. */
public interface AttackLoss {
  /**
   * The loss of every sample.
   *
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return {@code [N]}
   */
  Tensor of(Tensor logits, Tensor labels);

  /**
   * The loss for some of the samples; a loss that knows more of each sample than its label hands on
   * that of the chosen ones.
   *
   * @param rows int64 {@code [M]}, positions in the batch
   * @return the loss for a batch of these samples
   */
  default AttackLoss select(Tensor rows) {
    return this;
  }
}
