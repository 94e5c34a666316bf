package org.widemargin.certify;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.torch.Ops;

/**
 * Between what every element of every sample lies, for all perturbations of a ball.
 *
 * @param lower float64 {@code [N, ...]}
 * @param upper float64 {@code [N, ...]}
 * @param image the ball's own image, as long as no function mixed its elements; null after that,
 *     and for the l-inf ball, whose image the bounds themselves are
 */
record Bounds(Tensor lower, Tensor upper, @Nullable BallImage image) {
  /**
   * An l1 or l2 ball after functions of single elements.
   *
   * @param centre {@code [N, ...]}
   * @param stretch what each element was multiplied by, not negative, {@code [1, ...]}
   * @param loss how far rounding may have led the centre from where it is, {@code [N, ...]}
   */
  record BallImage(Tensor centre, Tensor stretch, Tensor loss) {}

  Bounds(Tensor lower, Tensor upper) {
    this(lower, upper, null);
  }

  Tensor centre() {
    return Ops.mul(lower.add(upper), 0.5);
  }

  Tensor radius() {
    return Ops.mul(upper.sub(lower), 0.5);
  }

  /** Where both hold. */
  Bounds and(Bounds other) {
    return new Bounds(lower.maximum(other.lower), upper.minimum(other.upper), image);
  }
}
