package org.widemargin.boundary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final boolean measures;
  private final int mostPoints;

  /**
   * Makes the function; nothing is computed yet.
   *
   * @param spec every choice
   */
  public SignedDistances(DistanceSpec spec) {
    this(spec, false, Integer.MAX_VALUE);
  }

  private SignedDistances(DistanceSpec spec, boolean measures, int mostPoints) {
    this.spec = spec;
    this.measures = measures;
    this.mostPoints = mostPoints;
    this.linear = new LinearDistances(spec.norm(), spec.epsilon(), spec.scale());
  }

  /**
   * Makes the function for telling distances, not for learning from them: in the boundary mode each
   * is on its sample's side of the boundary, and is no part of a graph.
   *
   * @param spec every choice
   * @param mostPoints how many samples times competitors walk in the boundary mode at once; one
   *     competitor of all samples always does
   * @return the function
   */
  public static SignedDistances measuring(DistanceSpec spec, int mostPoints) {
    return new SignedDistances(spec, true, mostPoints);
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
    if (spec.gradient() instanceof GradientMode.Boundary mode) {
      RefinedDistances refined =
          new RefinedDistances(
              new BoundaryRefinement(spec, mode, measures),
              mode.start() == 0,
              layers,
              activations,
              labels,
              gradients,
              enough);
      return new Stacked(
          layers,
          measures
              ? refined.inGroups(competitors, gaps, afterwards, mostPoints)
              : refined.together(competitors, gaps, afterwards));
    }
    return new Stacked(layers, linear.of(gaps, slopes(gradients, competitors, afterwards)));
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
}
