package org.widemargin.evaluate;

import org.bytedeco.pytorch.Tensor;

/**
 * Whatever gives scores to classes: {@code network::logits}, or a function of the user's own.
 *
 * <p>It must be differentiable with respect to its input for the attacks that use gradients, treat
 * each sample of a batch on its own, and not change itself.
 */
@FunctionalInterface
public interface Classifier {
  /**
   * Scores a batch.
   *
   * @param inputs {@code [N, C, H, W]} or {@code [N, D]}
   * @return the logits {@code [N, classes]}
   */
  Tensor logits(Tensor inputs);
}
