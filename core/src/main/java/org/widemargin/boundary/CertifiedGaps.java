package org.widemargin.boundary;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.error.InputException;
import org.widemargin.network.Activations;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;

/**
 * What the gaps are at least over a ball, in the place of distances.
 *
 * @param mode the ball
 * @param topK against how many competitors; 0 for all
 */
record CertifiedGaps(GradientMode.Certified mode, int topK) {
  /**
   * Computes them.
   *
   * @param activations of one forward pass
   * @param labels int64 {@code [N]}
   * @return {@code [N, K]}, part of the graph, the least one first
   * @throws InputException if the network's layers have no bounds, or are not known, or if there
   *     are fewer competitors than top-k asks for
   */
  Tensor of(Activations activations, Tensor labels) {
    Activations.LeastGaps gaps =
        activations
            .leastGaps()
            .orElseThrow(
                () ->
                    new InputException(
                        "gradient certified, or a bound: expected a network described by its layers,"
                            + " whose activations are kept; found one that tells no bounds"));
    Tensor input = activations.get(Activations.INPUT).detach();
    Tensor lower = Ops.add(input, -mode.radius());
    Tensor upper = Ops.add(input, mode.radius());
    if (activations.inputRange().isPresent()) {
      // A sample may lie outside the range by a rounding; it is in the ball all the same.
      lower = Ops.clampMin(lower, activations.inputRange().get().minimum()).minimum(input);
      upper = Ops.clampMax(upper, activations.inputRange().get().maximum()).maximum(input);
    }
    Tensor least = gaps.over(lower, upper, labels);
    int competitors = Competitors.checked(topK, least);
    Tensor worst = PerSample.scatter(least.detach().neg(), labels, Double.NEGATIVE_INFINITY);
    return least.gather(1, PerSample.topkIndices(worst, competitors));
  }
}
