package org.widemargin.boundary;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;

/**
 * Signed distances to a linearised boundary: {@code (f_y - f_i) / (eps + n)}, with n the dual norm
 * of the gradient of the gap (paper, equations 7 and 15).
 */
public final class LinearDistances {
  /**
   * What a denominator never falls below, so that a zero gradient with an epsilon of 0 gives a huge
   * number and not a NaN.
   */
  private static final double SMALLEST_DENOMINATOR = 1e-30;

  private final Norm norm;
  private final double epsilon;
  private final DistanceSpec.Scale scale;

  LinearDistances(Norm norm, double epsilon, DistanceSpec.Scale scale) {
    this.norm = norm;
    this.epsilon = epsilon;
    this.scale = scale;
  }

  /**
   * The length of a gap's gradient.
   *
   * @param gradient of the gap, {@code [N, ...]}
   * @return {@code [N]}, by the scale chosen for its number of elements
   */
  Tensor slope(Tensor gradient) {
    return scaled(norm.dual().perSample(gradient), gradient);
  }

  /**
   * The same, unless squares over- or underflow: to be used where {@link #areSafe}.
   *
   * @param gradient of the gap, {@code [N, ...]}
   * @return {@code [N]}
   */
  Tensor unscaledSlope(Tensor gradient) {
    return scaled(norm.dual().unscaledPerSample(gradient), gradient);
  }

  boolean areSafe(Tensor unscaledSlopes) {
    return norm.dual().isSafe(unscaledSlopes, epsilon);
  }

  private Tensor scaled(Tensor dualNorm, Tensor gradient) {
    double unit = unit(elements(gradient));
    return unit == 1 ? dualNorm : Ops.mul(dualNorm, 1 / unit);
  }

  /**
   * The distances.
   *
   * @param gap f_y - f_i, of a shape that fits
   * @param slope of the gaps, any shape
   * @return of the slope's shape
   */
  Tensor of(Tensor gap, Tensor slope) {
    return gap.div(denominator(slope, epsilon));
  }

  /**
   * What a gap is divided by (paper, equation 7, with the epsilon of the authors' code).
   *
   * @param slope of the gap, of any shape
   * @param epsilon at least 0
   * @return of the same shape, above 0
   */
  public static Tensor denominator(Tensor slope, double epsilon) {
    return Ops.clampMin(Ops.add(slope, epsilon), SMALLEST_DENOMINATOR);
  }

  /** What a length in the layer's own units is multiplied by. */
  double unit(long elements) {
    return scale == DistanceSpec.Scale.DIMENSION ? norm.dual().ofOnes(elements) : 1;
  }

  /**
   * The number of elements of one sample.
   *
   * @param perSample {@code [N, ...]}, N at least 1
   * @return the product of all sizes but the first
   */
  public static long elements(Tensor perSample) {
    return perSample.numel() / perSample.size(0);
  }
}
