package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;

/**
 * A loss and its gradient at given logits, from a graph that holds nothing but the loss.
 *
 * @param value {@code [N]}, no part of a graph
 * @param gradient of its sum with respect to the logits {@code [N, C]}
 */
public record LossAtLogits(Tensor value, Tensor gradient) {
  /**
   * Differentiates a loss.
   *
   * @param loss the loss
   * @param logits {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return value and gradient
   */
  public static LossAtLogits of(AttackLoss loss, Tensor logits, Tensor labels) {
    return Autograd.withGradient(
        () -> {
          Tensor leaf = Autograd.leaf(logits);
          Tensor value = loss.of(leaf, labels);
          return new LossAtLogits(value.detach(), Autograd.gradientOfSum(value, leaf, Graph.FREE));
        });
  }
}
