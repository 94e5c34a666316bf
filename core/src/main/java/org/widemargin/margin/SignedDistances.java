package org.widemargin.margin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The signed distances of one batch at every chosen layer (paper, equation 7), in the spec's
 * gradient mode. The loss is made of them, and they are what is measured on a trained network.
 */
final class SignedDistances {
  private final MarginSpec spec;
  private final LinearDistances linear;

  SignedDistances(MarginSpec spec) {
    this.spec = spec;
    this.linear = new LinearDistances(spec.norm(), spec.epsilon(), spec.scale());
  }

  /**
   * Computes them.
   *
   * @param activations of one forward pass
   * @param labels int64 {@code [N]}
   * @param afterwards what happens to the graph of that pass once it is not needed here any more
   * @return for each chosen layer {@code [N, K]}, the strongest competitor first
   */
  Map<String, Tensor> of(Activations activations, Tensor labels, Graph afterwards) {
    List<String> layers = spec.layersAmong(activations.names());
    Tensor scores = spec.score().of(activations.logits());
    Competitors competitors = Competitors.strongest(activations.logits(), labels, spec.topK());
    List<Tensor> gaps =
        competitors.ranks().stream().map(rank -> Score.gap(scores, labels, rank)).toList();
    GapGradients gradients = new GapGradients(spec, activations, scores, labels, layers);
    if (spec.gradient() instanceof GradientMode.Boundary mode) {
      Map<String, List<Tensor>> all = byLayer(gradients, competitors, afterwards);
      return refined(mode, activations, labels, competitors, gaps, all);
    }
    Map<String, List<Tensor>> columns = new LinkedHashMap<>();
    for (int rank = 0; rank < competitors.count(); rank++) {
      boolean last = rank == competitors.count() - 1;
      Tensor competitor = competitors.ranks().get(rank);
      Tensor gap = gaps.get(rank);
      denominators(gradients, competitor, last ? afterwards : Graph.RETAIN)
          .forEach((layer, denominator) -> list(columns, layer).add(gap.div(denominator)));
    }
    Map<String, Tensor> distances = new LinkedHashMap<>();
    columns.forEach((layer, ranks) -> distances.put(layer, Tensors.stack(ranks, 1)));
    return distances;
  }

  /**
   * What the gap is divided by at each layer. Unless it is to be differentiated, each gradient is
   * freed as soon as its norm is known: those of all competitors together would need several times
   * the memory of the forward pass.
   */
  private Map<String, Tensor> denominators(
      GapGradients gradients, Tensor competitor, Graph afterwards) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    if (spec.gradient() instanceof GradientMode.Exact) {
      gradients
          .of(competitor, Graph.CREATE)
          .forEach((layer, gradient) -> found.put(layer, linear.denominator(gradient)));
      return found;
    }
    try (Scope scope = Scope.open()) {
      gradients
          .of(competitor, afterwards)
          .forEach(
              (layer, gradient) ->
                  found.put(layer, scope.keep(linear.denominator(gradient.detach()))));
    }
    return found;
  }

  private static Map<String, List<Tensor>> byLayer(
      GapGradients gradients, Competitors competitors, Graph afterwards) {
    Map<String, List<Tensor>> all = new LinkedHashMap<>();
    for (int rank = 0; rank < competitors.count(); rank++) {
      boolean last = rank == competitors.count() - 1;
      gradients
          .of(competitors.ranks().get(rank), last ? afterwards : Graph.RETAIN)
          .forEach((layer, gradient) -> list(all, layer).add(gradient));
    }
    return all;
  }

  private Map<String, Tensor> refined(
      GradientMode.Boundary mode,
      Activations activations,
      Tensor labels,
      Competitors competitors,
      List<Tensor> gaps,
      Map<String, List<Tensor>> gradients) {
    BoundaryRefinement refinement = new BoundaryRefinement(spec, mode);
    Map<String, Tensor> distances = new LinkedHashMap<>();
    gradients.forEach(
        (layer, ranks) ->
            distances.put(
                layer, refinement.of(activations, layer, labels, competitors, gaps, ranks)));
    return distances;
  }

  private static List<Tensor> list(Map<String, List<Tensor>> lists, String layer) {
    return Objects.requireNonNull(lists.computeIfAbsent(layer, key -> new ArrayList<>()));
  }
}
