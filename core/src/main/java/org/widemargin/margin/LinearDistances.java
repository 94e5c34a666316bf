package org.widemargin.margin;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;

/**
 * Signed distances to a linearised boundary: {@code (f_y - f_i) / (eps + n)}, with n the dual norm
 * of the gradient of the gap (paper, equations 7 and 15).
 */
final class LinearDistances {
  /**
   * What a denominator never falls below, so that a zero gradient with an epsilon of 0 gives a huge
   * number and not a NaN.
   */
  private static final double SMALLEST_DENOMINATOR = 1e-30;

  private final Norm norm;
  private final double epsilon;
  private final MarginSpec.Scale scale;

  LinearDistances(Norm norm, double epsilon, MarginSpec.Scale scale) {
    this.norm = norm;
    this.epsilon = epsilon;
    this.scale = scale;
  }

  /**
   * What the gap is divided by.
   *
   * @param gradient of the gap, {@code [N, ...]}
   * @return {@code [N]}, above 0
   */
  Tensor denominator(Tensor gradient) {
    return denominator(norm.dual().perSample(gradient), elements(gradient));
  }

  /**
   * One distance for each sample.
   *
   * @param gap f_y - f_i, {@code [N]}
   * @param dualNorm of the gap's gradient, {@code [N]}
   * @param elements of the layer, for one sample
   * @return {@code [N]}
   */
  Tensor of(Tensor gap, Tensor dualNorm, long elements) {
    return gap.div(denominator(dualNorm, elements));
  }

  /** What a length in the layer's own units is multiplied by. */
  double unit(long elements) {
    return scale == MarginSpec.Scale.DIMENSION ? norm.dual().ofOnes(elements) : 1;
  }

  static long elements(Tensor perSample) {
    return perSample.numel() / perSample.size(0);
  }

  private Tensor denominator(Tensor dualNorm, long elements) {
    Tensor scaled = Ops.multiply(dualNorm, 1 / unit(elements));
    return Ops.atLeast(Ops.add(scaled, epsilon), SMALLEST_DENOMINATOR);
  }
}
