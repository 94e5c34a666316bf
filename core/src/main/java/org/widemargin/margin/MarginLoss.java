package org.widemargin.margin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.Loss;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/**
 * The large-margin loss (paper, equation 15): for every chosen layer and every competitor the
 * violation {@code max(0, gamma - d)}, limited to {@code clip * gamma}, aggregated over
 * competitors, averaged over samples, combined over layers; plus a weighted cross-entropy.
 *
 * <p>A pure function of activations and labels: it works on any network that can hand over its
 * activations.
 */
public final class MarginLoss implements Loss {
  private final MarginSpec spec;
  private final SignedDistances distances;

  /**
   * Makes the loss.
   *
   * @param spec every choice
   */
  public MarginLoss(MarginSpec spec) {
    this.spec = spec;
    this.distances = new SignedDistances(spec);
  }

  /**
   * The choices.
   *
   * @return the spec
   */
  public MarginSpec spec() {
    return spec;
  }

  /**
   * The loss with the cross-entropy taken from the same pass.
   *
   * @param activations of one forward pass; the chosen layers are part of its graph
   * @param labels int64 {@code [N]}
   * @return the loss and the distances
   * @throws org.widemargin.InputException for a layer that is unknown, not part of the graph, or
   *     without influence on the scores
   */
  @Override
  public LossValue of(Activations activations, Tensor labels) {
    return of(activations, activations.logits(), labels);
  }

  /**
   * The loss with the cross-entropy taken from other logits, for networks that behave differently
   * in training (batch normalisation, dropout): the margin is then that of the network as it will
   * be used.
   *
   * @param activations of the pass that the margin is taken from
   * @param trainingLogits of the pass that the cross-entropy is taken from, {@code [N, C]}
   * @param labels int64 {@code [N]}
   * @return the loss and the distances
   */
  public LossValue of(Activations activations, Tensor trainingLogits, Tensor labels) {
    SignedDistances.Stacked stacked = distances.stacked(activations, labels, Graph.RETAIN);
    Tensor margin = combine(stacked);
    Tensor crossEntropy = CrossEntropy.mean(trainingLogits, labels);
    Tensor total =
        spec.crossEntropyWeight() == 0
            ? margin
            : Ops.addWeighted(margin, crossEntropy, spec.crossEntropyWeight());
    Map<String, Tensor> parts = new LinkedHashMap<>();
    parts.put("margin", margin.detach());
    parts.put("cross-entropy", crossEntropy.detach());
    Map<String, Tensor> nearest = new LinkedHashMap<>();
    new SignedDistances.Stacked(stacked.layers(), stacked.distances().detach())
        .byLayer()
        .forEach((layer, values) -> nearest.put(layer, values.amin(new long[] {1}, false)));
    return new LossValue(total, parts, nearest);
  }

  /**
   * The signed distances in this loss's gradient mode, part of the graph.
   *
   * @param activations of one forward pass
   * @param labels int64 {@code [N]}
   * @return for each chosen layer {@code [N, K]}, the strongest competitor first
   */
  Map<String, Tensor> distances(Activations activations, Tensor labels) {
    return distances.of(activations, labels, Graph.RETAIN);
  }

  private Tensor combine(SignedDistances.Stacked stacked) {
    List<String> layers = stacked.layers();
    double share = spec.overLayers() == MarginSpec.OverLayers.MEAN ? 1.0 / layers.size() : 1;
    Tensor gamma = perLayer(layers, spec::gammaOf, stacked.distances());
    Tensor weight =
        perLayer(
            layers,
            layer -> share * spec.weightOf(layer) * spec.gammaOf(layer),
            stacked.distances());
    // In units of each layer's gamma all are limited alike.
    Tensor lacking = Ops.atLeast(Ops.subtractFrom(1, stacked.distances().div(gamma)), 0);
    Tensor violations = Double.isFinite(spec.clip()) ? Ops.atMost(lacking, spec.clip()) : lacking;
    Tensor aggregated = spec.aggregation().of(violations.flatten(0, 1)).reshape(layers.size(), -1);
    return aggregated.mean(1).mul(weight.reshape(-1)).sum();
  }

  /** One number for each layer, {@code [L, 1, 1]}. */
  private static Tensor perLayer(
      List<String> layers, ToDoubleFunction<String> number, Tensor like) {
    double[] numbers = layers.stream().mapToDouble(number).toArray();
    return Tensors.toTypeOf(Tensors.of(numbers, numbers.length, 1, 1), like);
  }
}
