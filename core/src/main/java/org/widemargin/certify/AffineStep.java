package org.widemargin.certify;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.certify.Bounds.BallImage;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;

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
      Tensor stretch = affine.magnitudes().apply(ball.stretch());
      return new Bounds(interval.lower(), interval.upper(), new BallImage(centre, stretch));
    }
    Tensor reach = region.reach(affine, ball.stretch(), centre);
    // A sum's rounding is measured by its terms' magnitudes, here those of the box's centre.
    Tensor slack =
        Ops.mul(
            affine.magnitudes().apply(ball.centre().abs()).add(reach),
            Rounding.ofSum(affine.terms()));
    return interval.and(
        new Bounds(
            Rounding.down(centre.sub(reach).sub(slack)),
            Rounding.up(centre.add(reach).add(slack))));
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
    long terms = functionals.terms() + affine.terms();
    if (affine.bias() == null) {
      return new Functionals(below, functionals.constants(), functionals.magnitude(), terms);
    }
    Tensor share = functionals.coefficients().mul(affine.bias());
    return new Functionals(
        below,
        functionals.constants().add(PerSample.sum(share)),
        functionals.magnitude().add(PerSample.sum(share.abs())),
        terms);
  }

  @Override
  public boolean isAffine() {
    return true;
  }
}
