package org.widemargin.boundary;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Box;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.ValueAndGradient;

/**
 * The signed distance of a sample as seen from a point that a walk has reached: {@code sign *
 * |delta|_p + gap(x + delta) / (eps + n(x + delta))}. Only the gap may carry a gradient.
 *
 * @param norm the p-norm
 * @param linear the paper's formula
 * @param box which the walk does not leave
 */
record DistanceAtPoint(Norm norm, LinearDistances linear, Box box) {
  /**
   * Computes it.
   *
   * @param reached the gap and its gradient at the point
   * @param point {@code [M, ...]}
   * @param step from the samples to the point, {@code [M, ...]}
   * @param startGap at the samples, {@code [M]}
   * @return {@code [M]}
   */
  Tensor of(ValueAndGradient reached, Tensor point, Tensor step, Tensor startGap) {
    Tensor remaining =
        linear.of(reached.value(), linear.slope(free(reached.gradient(), point, startGap)));
    return startGap.sign().mul(length(step)).add(remaining);
  }

  /** The length of a step, in the units of the distance. */
  Tensor length(Tensor step) {
    return Ops.mul(norm.perSample(step), linear.unit(LinearDistances.elements(step)));
  }

  /** The gradient without the elements that are held by the box on their way to the boundary. */
  private Tensor free(Tensor gradient, Tensor point, Tensor startGap) {
    if (box.isUnbounded()) {
      return gradient;
    }
    Tensor direction = gradient.mul(PerSample.broadcast(startGap, gradient)).neg();
    return box.ofMovable(gradient, point, direction);
  }
}
