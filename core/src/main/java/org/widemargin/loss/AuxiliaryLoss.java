package org.widemargin.loss;

import static org.widemargin.error.InputException.require;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;

/**
 * What a network's auxiliary classifier adds to a loss: a share of the cross-entropy of its logits
 * (Szegedy et al., 2015).
 *
 * @param weight of its cross-entropy, at least 0
 * @param crossEntropy which
 */
public record AuxiliaryLoss(double weight, CrossEntropy crossEntropy) {
  /** Checks the weight. */
  public AuxiliaryLoss {
    require(
        weight >= 0 && Double.isFinite(weight),
        "expected an auxiliary-weight of at least 0, found %s",
        weight);
  }

  /**
   * Adds it.
   *
   * @param loss of the network's own logits
   * @param training the activations of a pass in training mode
   * @param labels int64 {@code [N]}
   * @return the sum, with the part {@code auxiliary}, before its weight; the loss itself where
   *     there are no auxiliary logits
   */
  public LossValue added(LossValue loss, Activations training, Tensor labels) {
    return training
        .auxiliaryLogits()
        .map(logits -> loss.plus("auxiliary", crossEntropy.mean(logits, labels), weight))
        .orElse(loss);
  }
}
