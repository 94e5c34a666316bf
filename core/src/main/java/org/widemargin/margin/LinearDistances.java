package org.widemargin.margin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/**
 * Signed distances to the linearised boundaries: {@code (f_y - f_i) / (eps + n)}, with n the dual
 * norm of the gradient of the gap (paper, equations 7 and 15).
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
   * The distances at every layer.
   *
   * @param gaps for each competitor, {@code [N]}
   * @param gradients for each layer, for each competitor, the gradient of the gap {@code [N, ...]}
   * @return for each layer {@code [N, K]}
   */
  Map<String, Tensor> of(List<Tensor> gaps, Map<String, List<Tensor>> gradients) {
    Map<String, Tensor> distances = new LinkedHashMap<>();
    gradients.forEach(
        (layer, ranks) -> {
          List<Tensor> columns = new ArrayList<>();
          for (int rank = 0; rank < ranks.size(); rank++) {
            Tensor gradient = ranks.get(rank);
            columns.add(of(gaps.get(rank), norm.dual().perSample(gradient), elements(gradient)));
          }
          distances.put(layer, Tensors.stack(columns, 1));
        });
    return distances;
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
    Tensor scaled = Ops.multiply(dualNorm, 1 / unit(elements));
    return gap.div(Ops.atLeast(Ops.add(scaled, epsilon), SMALLEST_DENOMINATOR));
  }

  /** What a length in the layer's own units is multiplied by. */
  double unit(long elements) {
    return scale == MarginSpec.Scale.DIMENSION ? norm.dual().ofOnes(elements) : 1;
  }

  static long elements(Tensor perSample) {
    return perSample.numel() / perSample.size(0);
  }
}
