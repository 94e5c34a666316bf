package org.widemargin.loss;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;

/**
 * A pure function of one forward pass and the labels. It averages over samples, so it does not
 * depend on the batch size.
 */
@FunctionalInterface
public interface Loss {
  /**
   * Computes the loss.
   *
   * @param activations of one forward pass
   * @param labels int64 {@code [N]}
   * @return the loss, part of the graph
   */
  LossValue of(Activations activations, Tensor labels);
}
