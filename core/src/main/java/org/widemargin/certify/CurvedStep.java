package org.widemargin.certify;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Curve;
import org.widemargin.torch.Ops;

/**
 * A function that falls to its one least value and rises from there: GELU, SiLU. Lines are
 * constants; that is true, and loses much.
 */
final class CurvedStep implements BoundStep {
  /** A hair around the lowest place, so that its own rounding does not matter. */
  private static final double HAIR = 1e-7;

  /** What libtorch's own formulas of such functions may be off by. */
  private static final double FORMULA = 1e-12;

  private final Bounds output;

  CurvedStep(Curve curve, Bounds input) {
    Tensor atLower = curve.values().apply(input.lower());
    Tensor atUpper = curve.values().apply(input.upper());
    Tensor falling = Ops.ge(input.upper(), curve.lowest() - HAIR).logical_not();
    Tensor rising = Ops.gt(input.lower(), curve.lowest() + HAIR);
    Tensor least = Ops.add(Ops.mul(atLower, 0), curve.least());
    Tensor lower = Ops.where(falling.logical_or(rising), atLower.minimum(atUpper), least);
    this.output = new Bounds(widened(lower, -FORMULA), widened(atLower.maximum(atUpper), FORMULA));
  }

  private static Tensor widened(Tensor value, double factor) {
    return Ops.add(value.add(Ops.mul(value.abs(), factor)), factor);
  }

  @Override
  public Bounds output() {
    return output;
  }

  @Override
  public Functionals back(Functionals functionals, LowerSlope slope) {
    return functionals.plus(
        Ops.mul(functionals.coefficients(), 0), functionals.leastProducts(output));
  }
}
