package org.widemargin.torch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd.Graph;

/**
 * The value of a function at each sample's point, and its gradient there.
 *
 * @param value {@code [N]}, part of a graph only if the maker says so
 * @param gradient of each sample's value with respect to its point {@code [N, ...]}, no part of a
 *     graph
 */
public record ValueAndGradient(Tensor value, Tensor gradient) {
  /**
   * Differentiates a function by autograd, on a graph that holds nothing but this function.
   *
   * @param function from points {@code [N, ...]} to values {@code [N]}, each sample's its own
   * @param point where {@code [N, ...]}
   * @return value and gradient, no part of a graph; zeros where the value does not depend on the
   *     point, NaN where the function gives it
   */
  public static ValueAndGradient of(UnaryOperator<Tensor> function, Tensor point) {
    return Autograd.withGradient(
        () -> {
          Tensor leaf = Autograd.leaf(point);
          Tensor value = function.apply(leaf);
          Tensor gradient = Autograd.gradientOfSum(value, leaf, Graph.FREE);
          return new ValueAndGradient(value.detach(), gradient);
        });
  }
}
