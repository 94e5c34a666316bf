package org.widemargin.boundary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.network.LayerGradients;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The signed distances of one batch at every chosen layer (paper, equation 7), in the spec's
 * gradient mode. The loss is made of them, and they are what is measured on a trained network.
 */
public final class SignedDistances {
  /** As many competitors share a product as fill a processor; more would only need memory. */
  private static final int TOGETHER = 16;

  private final DistanceSpec spec;
  private final LinearDistances linear;

  /**
   * Makes the function; nothing is computed yet.
   *
   * @param spec every choice
   */
  public SignedDistances(DistanceSpec spec) {
    this.spec = spec;
    this.linear = new LinearDistances(spec.norm(), spec.epsilon(), spec.scale());
  }

  /**
   * The distances of all layers together: what follows runs once for all of them.
   *
   * @param layers L names, lowest first
   * @param distances {@code [L, N, K]}, the strongest competitor first
   */
  public record Stacked(List<String> layers, Tensor distances) {
    /** For each layer {@code [N, K]}. */
    Map<String, Tensor> byLayer() {
      Map<String, Tensor> found = new LinkedHashMap<>();
      for (int i = 0; i < layers.size(); i++) {
        found.put(layers.get(i), distances.select(0, i));
      }
      return found;
    }
  }

  /**
   * Computes them.
   *
   * @param activations of one forward pass
   * @param labels int64 {@code [N]}
   * @param afterwards what happens to the graph of that pass once it is not needed here any more;
   *     it may stay where gradients were taken without it
   * @return for each chosen layer {@code [N, K]}, the strongest competitor first; NaN for a sample
   *     whose scores are NaN
   * @throws org.widemargin.error.InputException for a layer that is unknown, not part of the graph
   *     where autograd is needed, or without influence on the scores
   */
  public Map<String, Tensor> of(Activations activations, Tensor labels, Graph afterwards) {
    return stacked(activations, labels, afterwards).byLayer();
  }

  /**
   * Computes them for all layers together.
   *
   * @param activations of one forward pass
   * @param labels int64 {@code [N]}
   * @param afterwards as for {@link #of}
   * @return the distances
   */
  public Stacked stacked(Activations activations, Tensor labels, Graph afterwards) {
    return stacked(activations, labels, afterwards, layer -> Double.POSITIVE_INFINITY);
  }

  /**
   * The same for whoever asks for no more than some distance: walks of the boundary mode that end
   * early, by its tolerance, also end there. What is told of samples farther away is not
   * differentiated.
   *
   * @param activations of one forward pass
   * @param labels int64 {@code [N]}
   * @param afterwards as for {@link #of}
   * @param enough how much is asked for at a layer
   * @return the distances
   */
  public Stacked stacked(
      Activations activations, Tensor labels, Graph afterwards, ToDoubleFunction<String> enough) {
    List<String> layers = spec.layers().among(activations.names());
    if (spec.gradient() instanceof GradientMode.Certified mode) {
      Tensor least = new CertifiedGaps(mode, spec.topK()).of(activations, labels);
      return new Stacked(layers, least.unsqueeze(0));
    }
    Tensor scores = spec.score().of(activations.logits());
    Competitors competitors = Competitors.strongest(activations.logits(), labels, spec.topK());
    Tensor gaps = Score.gaps(scores, labels, Tensors.stack(competitors.ranks(), 1));
    GapGradients gradients = new GapGradients(spec, activations, scores, labels, layers);
    Tensor distances =
        spec.gradient() instanceof GradientMode.Boundary mode
            ? refined(
                mode,
                activations,
                labels,
                competitors,
                gaps,
                mode.start() == 0
                    ? byLayer(gradients, competitors, afterwards)
                    : withoutGradients(layers),
                enough)
            : linear.of(gaps, slopes(gradients, competitors, afterwards));
    return new Stacked(layers, distances);
  }

  /**
   * The lengths of all gaps' gradients, {@code [L, N, K]}. Whether squares stayed in range is
   * looked at once for all layers and competitors; it takes a second pass where they did not.
   */
  private Tensor slopes(GapGradients gradients, Competitors competitors, Graph afterwards) {
    if (gradients.areSwept()) {
      Tensor slopes = slopes(gradients, competitors, Graph.RETAIN, linear::unscaledSlope);
      if (linear.areSafe(slopes)) {
        return slopes;
      }
    }
    return slopes(gradients, competitors, afterwards, linear::slope);
  }

  private Tensor slopes(
      GapGradients gradients,
      Competitors competitors,
      Graph afterwards,
      UnaryOperator<Tensor> length) {
    List<Tensor> byRank = new ArrayList<>();
    List<Tensor> ranks = competitors.ranks();
    for (int start = 0; start < ranks.size(); start += TOGETHER) {
      int end = Math.min(start + TOGETHER, ranks.size());
      Graph graph = end == ranks.size() ? afterwards : Graph.RETAIN;
      byRank.addAll(lengths(gradients, ranks.subList(start, end), graph, length));
    }
    return Tensors.stack(byRank, 2);
  }

  /**
   * The lengths of some gaps' gradients, each {@code [L, N]}. Unless they are to be differentiated,
   * the gradients of a gap are freed as soon as that is known: those of all competitors together
   * would need several times the memory of the forward pass.
   */
  private List<Tensor> lengths(
      GapGradients gradients,
      List<Tensor> competitors,
      Graph afterwards,
      UnaryOperator<Tensor> length) {
    if (spec.gradient() instanceof GradientMode.Exact) {
      return gradients.ofEach(competitors, afterwards).stream()
          .map(gap -> stack(gap.byLayer().values().stream().map(length)))
          .toList();
    }
    List<Tensor> found = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      for (LayerGradients gap : gradients.ofEach(competitors, afterwards)) {
        found.add(scope.keep(lengths(gap, length)));
      }
    }
    return found;
  }

  private static Tensor lengths(LayerGradients gap, UnaryOperator<Tensor> length) {
    try (Scope scope = Scope.open()) {
      return scope.keep(
          stack(gap.byLayer().values().stream().map(gradient -> length.apply(gradient.detach()))));
    }
  }

  private static Tensor stack(Stream<Tensor> layers) {
    return Tensors.stack(layers.toList(), 0);
  }

  private static Map<String, List<Tensor>> byLayer(
      GapGradients gradients, Competitors competitors, Graph afterwards) {
    Map<String, List<Tensor>> all = new LinkedHashMap<>();
    for (LayerGradients gap : gradients.ofEach(competitors.ranks(), afterwards)) {
      gap.byLayer().forEach((layer, gradient) -> list(all, layer).add(gradient));
    }
    return all;
  }

  /** For walks that start elsewhere: nothing is asked at the samples. */
  private static Map<String, List<Tensor>> withoutGradients(List<String> layers) {
    Map<String, List<Tensor>> none = new LinkedHashMap<>();
    layers.forEach(layer -> none.put(layer, List.of()));
    return none;
  }

  private Tensor refined(
      GradientMode.Boundary mode,
      Activations activations,
      Tensor labels,
      Competitors competitors,
      Tensor gaps,
      Map<String, List<Tensor>> gradients,
      ToDoubleFunction<String> enough) {
    BoundaryRefinement refinement = new BoundaryRefinement(spec, mode);
    List<Tensor> byRank = new ArrayList<>();
    for (int rank = 0; rank < competitors.count(); rank++) {
      byRank.add(gaps.select(1, rank));
    }
    List<Tensor> distances = new ArrayList<>();
    gradients.forEach(
        (layer, ofRanks) ->
            distances.add(
                refinement.of(
                    activations,
                    layer,
                    labels,
                    competitors,
                    byRank,
                    ofRanks,
                    enough.applyAsDouble(layer))));
    return Tensors.stack(distances, 0);
  }

  private static List<Tensor> list(Map<String, List<Tensor>> lists, String layer) {
    return Objects.requireNonNull(lists.computeIfAbsent(layer, key -> new ArrayList<>()));
  }
}
