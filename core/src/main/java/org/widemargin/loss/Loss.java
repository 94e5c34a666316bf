package org.widemargin.loss;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.network.NetworkSpec;

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

  /**
   * Computes the loss from two passes of a network that behaves differently in training (batch
   * normalisation, dropout). A loss that {@linkplain #needsInferencePass needs no} second pass has
   * nothing to ask of other logits than its own.
   *
   * @param activations of the pass that the loss is taken from
   * @param trainingLogits of the pass in training mode, {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return the loss, part of the graph
   */
  default LossValue of(Activations activations, Tensor trainingLogits, Tensor labels) {
    return of(activations, labels);
  }

  /**
   * Whether the loss is made of gradients at the activations, the input among them: then the input
   * of the pass must be a leaf of the graph.
   *
   * @return false for a loss of the activations' values
   */
  default boolean needsInputGradient() {
    return false;
  }

  /**
   * Whether a training step takes a pass in inference mode for this loss, besides the one in
   * training mode.
   *
   * @param network the network in training
   * @return false where the pass in training mode serves
   */
  default boolean needsInferencePass(NetworkSpec network) {
    return false;
  }
}
