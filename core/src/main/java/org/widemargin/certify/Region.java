package org.widemargin.certify;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.certify.Bounds.BallImage;
import org.widemargin.data.ValidRange;
import org.widemargin.norm.Norm;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/**
 * The balls around a batch of samples, each with its own radius.
 *
 * @param ball the norm and the box
 * @param samples the centres, float64 {@code [N, ...]}
 * @param radii float64 {@code [N]}
 * @param bounds the boxes around the balls: in every norm no element moves by more than the radius
 */
record Region(Ball ball, Tensor samples, Tensor radii, Bounds bounds) {
  /** Takes samples of any element type. */
  static Region of(Ball ball, Tensor samples, Tensor radii) {
    Tensor centres = ElementTypes.toFloat64(samples);
    return new Region(ball, centres, radii, around(ball, centres, radii));
  }

  private static Bounds around(Ball ball, Tensor samples, Tensor radii) {
    Tensor reach = PerSample.broadcast(radii, samples);
    Tensor lower = Rounding.down(samples.sub(reach));
    Tensor upper = Rounding.up(samples.add(reach));
    ValidRange box = ball.box();
    if (box != null) {
      // A sample may lie outside the box by a rounding; it is in the region all the same.
      lower = Ops.clampMin(lower, box.minimum()).minimum(samples);
      upper = Ops.clampMax(upper, box.maximum()).maximum(samples);
    }
    return new Bounds(
        lower,
        upper,
        ball.norm().equals(Norm.LINF)
            ? null
            : new BallImage(
                samples,
                Tensors.fullLike(samples.narrow(0, 0, 1), 1),
                Tensors.fullLike(samples, 0)));
  }

  private boolean isBox() {
    return ball.norm().equals(Norm.LINF);
  }

  /**
   * How far an affine function's outputs can move from those of the centre: the radius times the
   * dual norm of their weights.
   *
   * @param affine the function
   * @param stretch of the ball's elements before it, {@code [1, ...]}
   * @param like its output {@code [N, ...]}
   * @return {@code [N, ...]}
   */
  Tensor reach(AffineFunction affine, Tensor stretch, Tensor like) {
    Tensor length =
        ball.norm().equals(Norm.L2)
            ? affine.squares().apply(stretch.mul(stretch)).sqrt()
            : affine.largest().apply(stretch);
    return length.mul(PerSample.broadcast(radii, like));
  }

  /**
   * The least values of functionals of the input over the region, a little lower than need be.
   *
   * @param functionals {@code [K * N, ...]} at the input
   * @return {@code [K * N]}
   */
  Tensor least(Functionals functionals) {
    Tensor least = functionals.leastOver(bounds);
    return isBox()
        ? least
        : least.maximum(functionals.lowered(leastOverBall(functionals.coefficients()), bounds));
  }

  private Tensor leastOverBall(Tensor coefficients) {
    Tensor length = ball.norm().dual().perSample(movable(coefficients));
    Tensor reach = Functionals.inBatches(length, samples).mul(radii).flatten(0, 1);
    Tensor centre = Functionals.inBatches(coefficients, samples).mul(samples);
    return PerSample.sum(centre.flatten(0, 1)).sub(reach);
  }

  /** Without those of elements that lie at the end of the box that a smaller sum would pass. */
  private Tensor movable(Tensor coefficients) {
    Tensor each = Functionals.inBatches(coefficients, samples);
    Tensor falls = Ops.gt(samples.sub(bounds.lower()), 0);
    Tensor rises = Ops.gt(bounds.upper().sub(samples), 0);
    return Ops.clampMin(each, 0)
        .mul(ElementTypes.typeAs(falls, samples))
        .add(Ops.clampMax(each, 0).mul(ElementTypes.typeAs(rises, samples)))
        .flatten(0, 1);
  }
}
