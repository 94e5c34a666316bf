package org.widemargin.evaluate;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Tensors;

/**
 * A classifier at one batch of inputs: its logits, and the way back that gives the gradient of any
 * function of them.
 *
 * @param logits {@code [N, classes]}, no part of a graph
 * @param adjoint from the function's gradient with respect to the logits {@code [N, classes]} to
 *     the one with respect to the inputs {@code [N, ...]}; may be applied several times, while the
 *     scope lives in which the linearisation was made
 */
public record Linearisation(Tensor logits, UnaryOperator<Tensor> adjoint) {
  /**
   * Differentiates any function.
   *
   * @param function from inputs {@code [N, ...]} to logits {@code [N, classes]}
   * @param inputs where {@code [N, ...]}
   * @return the linearisation; its gradients are 0 where the logits do not depend on the inputs
   */
  static Linearisation byAutograd(UnaryOperator<Tensor> function, Tensor inputs) {
    Tensor leaf = Autograd.leaf(inputs);
    Tensor logits = Autograd.withGradient(() -> function.apply(leaf));
    return new Linearisation(logits.detach(), cotangent -> gradient(logits, cotangent, leaf));
  }

  private static Tensor gradient(Tensor logits, Tensor cotangent, Tensor leaf) {
    Tensor none = Tensors.fullLike(leaf, 0).detach();
    if (!Autograd.tracked(logits)) {
      return none;
    }
    Tensor gradient = Autograd.gradients(logits, cotangent, List.of(leaf), Graph.RETAIN).get(0);
    return gradient == null ? none : gradient;
  }
}
