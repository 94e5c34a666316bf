package org.widemargin.certify;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Nonlinearities;
import org.widemargin.torch.Ops;

/**
 * A rectifier {@code max(x, c x)}, {@code 0 <= c <= 1}: a line from the ends of the input's range
 * is above it, a line through 0 below.
 */
final class RectifierStep implements BoundStep {
  private final double negativeSlope;
  private final Bounds input;
  private final Bounds output;
  private final Tensor upperSlopes;
  private final Tensor upperIntercepts;

  /**
   * Works out its output.
   *
   * @param negativeSlope c; 0 for the plain rectifier
   * @param input what the input lies between
   */
  RectifierStep(double negativeSlope, Bounds input) {
    this.negativeSlope = negativeSlope;
    this.input = input;
    this.output =
        new Bounds(Rounding.down(rectified(input.lower())), Rounding.up(rectified(input.upper())));
    Tensor share = positivePart().div(positivePart().sub(negativePart()));
    Tensor uncertain = isUncertain();
    this.upperSlopes = upperSlopes(share, uncertain);
    this.upperIntercepts = upperIntercepts(share, uncertain);
  }

  private Tensor rectified(Tensor value) {
    return Nonlinearities.leakyRelu(value, negativeSlope);
  }

  @Override
  public Bounds output() {
    return output;
  }

  @Override
  public Functionals back(Functionals functionals, LowerSlope slope) {
    Tensor coefficients = Functionals.inBatches(functionals.coefficients(), input.lower());
    Tensor positive = Ops.clampMin(coefficients, 0);
    Tensor negative = Ops.clampMax(coefficients, 0);
    Tensor below = positive.mul(lowerSlopes(slope)).add(negative.mul(upperSlopes));
    return functionals.plus(below.flatten(0, 1), negative.mul(upperIntercepts).flatten(0, 1));
  }

  private Tensor lowerSlopes(LowerSlope slope) {
    Tensor above =
        switch (slope) {
          case ADAPTIVE -> Ops.gt(input.upper().add(input.lower()), 0);
          case ZERO -> Ops.ge(input.lower(), 0);
          case ONE -> Ops.gt(input.upper(), 0);
        };
    return Ops.add(Ops.mul(asNumbers(above), 1 - negativeSlope), negativeSlope);
  }

  /** Of the line through the function's values at both ends; 1 or c where one sign is certain. */
  private Tensor upperSlopes(Tensor share, Tensor uncertain) {
    Tensor certain = asNumbers(Ops.ge(input.lower(), 0));
    Tensor used = Ops.where(uncertain, share, certain);
    return Ops.add(Ops.mul(used, 1 - negativeSlope), negativeSlope);
  }

  /** The line is {@code slope x + intercept}; the intercept a little higher than need be. */
  private Tensor upperIntercepts(Tensor share, Tensor uncertain) {
    Tensor intercept = Ops.mul(share.mul(negativePart()), -(1 - negativeSlope));
    // The slope's own rounding moves the line by a rounding of the farther end.
    Tensor slack = Ops.mul(positivePart().sub(negativePart()), Rounding.ofSum(8));
    Tensor used = Rounding.up(intercept.add(slack));
    return Ops.where(uncertain, used, Ops.mul(used, 0));
  }

  private Tensor isUncertain() {
    return Ops.gt(input.upper(), 0).logical_and(Ops.ge(input.lower(), 0).logical_not());
  }

  /** At least something, for a quotient that is not used where nothing is uncertain. */
  private Tensor positivePart() {
    return Ops.clampMin(input.upper(), 1e-280);
  }

  private Tensor negativePart() {
    return Ops.clampMax(input.lower(), 0);
  }

  private Tensor asNumbers(Tensor condition) {
    return ElementTypes.typeAs(condition, input.lower());
  }
}
