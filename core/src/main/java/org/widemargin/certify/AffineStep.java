package org.widemargin.certify;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.certify.Bounds.BallImage;
import org.widemargin.torch.Ops;

/** A layer that is an affine function: a product, a sum, a mean, or values in another shape. */
final class AffineStep implements BoundStep {
  private final AffineFunction affine;
  private final Bounds output;

  AffineStep(AffineFunction affine, Bounds input, Region region) {
    this.affine = affine;
    this.output = through(affine, input, region);
  }

  /** Centre and radius, the radius widened by what rounding may do to either. */
  private static Bounds through(AffineFunction affine, Bounds input, Region region) {
    Bounds interval = around(affine, input.centre(), input.radius());
    if (input.image() == null) {
      return interval;
    }
    BallImage ball = input.image();
    Tensor centre = withBias(affine, affine.product().apply(ball.centre()));
    if (affine.perElement()) {
      return new Bounds(interval.lower(), interval.upper(), moved(affine, ball, centre));
    }
    Tensor reach = region.reach(affine, ball.stretch(), centre);
    Tensor slack = loss(affine, ball, reach);
    return interval.and(
        new Bounds(
            Rounding.down(centre.sub(reach).sub(slack)),
            Rounding.up(centre.add(reach).add(slack))));
  }

  private static BallImage moved(AffineFunction affine, BallImage ball, Tensor centre) {
    return new BallImage(
        centre, affine.magnitudes().apply(ball.stretch()), loss(affine, ball, centre.abs()));
  }

  /**
   * What an image's centre is off by after one more function. A sum's rounding is measured by its
   * terms' magnitudes, and what was lost before is carried on: a shift may have taken away all that
   * it was small beside.
   */
  private static Tensor loss(AffineFunction affine, BallImage ball, Tensor beside) {
    Tensor summed = affine.magnitudes().apply(ball.centre().abs()).add(beside);
    return Ops.mul(summed, Rounding.ofSum(affine.terms()))
        .add(Rounding.up(affine.magnitudes().apply(ball.loss())));
  }

  private static Bounds around(AffineFunction affine, Tensor centre, Tensor radius) {
    double loss = Rounding.ofSum(affine.terms());
    Tensor widened = Ops.add(radius, radius.add(centre.abs()), 2 * loss);
    Tensor middle = withBias(affine, affine.product().apply(centre));
    Tensor reach = affine.magnitudes().apply(widened);
    return new Bounds(Rounding.down(middle.sub(reach)), Rounding.up(middle.add(reach)));
  }

  private static Tensor withBias(AffineFunction affine, Tensor product) {
    return affine.bias() == null ? product : product.add(affine.bias());
  }

  @Override
  public Bounds output() {
    return output;
  }

  @Override
  public Functionals back(Functionals functionals, LowerSlope slope) {
    Tensor below = affine.adjoint().apply(functionals.coefficients());
    Functionals before =
        new Functionals(
            below,
            functionals.constants(),
            functionals.magnitude(),
            functionals.terms() + affine.terms());
    return affine.bias() == null
        ? before
        : before.plus(below, functionals.coefficients().mul(affine.bias()));
  }

  @Override
  public boolean isAffine() {
    return true;
  }
}
