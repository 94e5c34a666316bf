package org.widemargin.boundary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.Activations;
import org.widemargin.network.LayerGradients;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The distances of the boundary mode at all layers, against all competitors: those that are learned
 * from together, those that are only told in groups of competitors that fit into the memory.
 *
 * @param spec every choice
 * @param mode of the spec
 * @param layers where
 * @param measures whether distances are only told
 * @param mostPoints how many samples times competitors then walk at once; one competitor of all
 *     samples always does
 */
record RefinedDistances(
    DistanceSpec spec,
    GradientMode.Boundary mode,
    List<String> layers,
    boolean measures,
    int mostPoints) {
  /**
   * Computes them.
   *
   * @param activations of the pass at the samples themselves
   * @param labels {@code [N]}
   * @param competitors K for each sample
   * @param gaps at the samples, {@code [N, K]}
   * @param gradients of the gaps at the samples
   * @param afterwards what happens to the graph of the pass
   * @param enough how far from the boundary a sample need not be looked at any closer, at a layer
   * @return {@code [L, N, K]}
   */
  Tensor of(
      Activations activations,
      Tensor labels,
      Competitors competitors,
      Tensor gaps,
      GapGradients gradients,
      Graph afterwards,
      ToDoubleFunction<String> enough) {
    BoundaryRefinement refinement = new BoundaryRefinement(spec, mode, measures);
    List<Tensor> ranks = competitors.ranks();
    int together =
        measures ? Math.max(1, mostPoints / Math.toIntExact(gaps.size(0))) : ranks.size();
    List<Tensor> groups = new ArrayList<>();
    for (int start = 0; start < ranks.size(); start += together) {
      int end = Math.min(start + together, ranks.size());
      Competitors some = new Competitors(ranks.subList(start, end));
      Tensor ofSome = gaps.narrow(1, start, end - start);
      Graph graph = end == ranks.size() ? afterwards : Graph.RETAIN;
      if (measures) {
        try (Scope scope = Scope.open()) {
          groups.add(
              scope.keep(
                  group(refinement, activations, labels, some, ofSome, gradients, graph, enough)
                      .detach()));
        }
      } else {
        groups.add(group(refinement, activations, labels, some, ofSome, gradients, graph, enough));
      }
    }
    return groups.size() == 1 ? groups.get(0) : Tensors.concatenate(groups, 2);
  }

  private Tensor group(
      BoundaryRefinement refinement,
      Activations activations,
      Tensor labels,
      Competitors competitors,
      Tensor gaps,
      GapGradients gradients,
      Graph afterwards,
      ToDoubleFunction<String> enough) {
    List<Tensor> byRank = new ArrayList<>();
    for (int rank = 0; rank < competitors.count(); rank++) {
      byRank.add(gaps.select(1, rank));
    }
    Map<String, List<Tensor>> byLayer =
        mode.start() == 0 ? byLayer(gradients, competitors, afterwards) : withoutGradients(layers);
    List<Tensor> distances = new ArrayList<>();
    byLayer.forEach(
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

  private static List<Tensor> list(Map<String, List<Tensor>> lists, String layer) {
    return Objects.requireNonNull(lists.computeIfAbsent(layer, key -> new ArrayList<>()));
  }
}
