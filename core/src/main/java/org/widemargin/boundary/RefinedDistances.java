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
 * The distances of the boundary mode at all layers, for samples of one pass.
 *
 * @param refinement how each is found
 * @param startsAtSamples whether walks begin with the gaps' gradients at the samples
 * @param layers where
 * @param activations of the pass at the samples themselves
 * @param labels {@code [N]}
 * @param gradients of the gaps at the samples
 * @param enough how far from the boundary a sample need not be looked at any closer, at a layer
 */
record RefinedDistances(
    BoundaryRefinement refinement,
    boolean startsAtSamples,
    List<String> layers,
    Activations activations,
    Tensor labels,
    GapGradients gradients,
    ToDoubleFunction<String> enough) {
  /**
   * Computes them for telling them, in groups of competitors that fit into the memory.
   *
   * @param competitors K for each sample
   * @param gaps at the samples, {@code [N, K]}
   * @param afterwards what happens to the graph of the pass
   * @param mostPoints how many samples times competitors walk at once; one competitor of all
   *     samples always does
   * @return {@code [L, N, K]}, part of no graph
   */
  Tensor inGroups(Competitors competitors, Tensor gaps, Graph afterwards, int mostPoints) {
    List<Tensor> ranks = competitors.ranks();
    int size = Math.max(1, mostPoints / Math.toIntExact(gaps.size(0)));
    List<Tensor> groups = new ArrayList<>();
    for (int start = 0; start < ranks.size(); start += size) {
      int end = Math.min(start + size, ranks.size());
      Competitors group = new Competitors(ranks.subList(start, end));
      Graph graph = end == ranks.size() ? afterwards : Graph.RETAIN;
      try (Scope scope = Scope.open()) {
        Tensor ofGroup = gaps.narrow(1, start, end - start);
        groups.add(scope.keep(together(group, ofGroup, graph).detach()));
      }
    }
    return groups.size() == 1 ? groups.get(0) : Tensors.concatenate(groups, 2);
  }

  /**
   * Computes them for learning from them, of all competitors at once.
   *
   * @param competitors K for each sample
   * @param gaps at the samples, {@code [N, K]}
   * @param afterwards what happens to the graph of the pass
   * @return {@code [L, N, K]}
   */
  Tensor together(Competitors competitors, Tensor gaps, Graph afterwards) {
    List<Tensor> byRank = new ArrayList<>();
    for (int rank = 0; rank < competitors.count(); rank++) {
      byRank.add(gaps.select(1, rank));
    }
    Map<String, List<Tensor>> byLayer =
        startsAtSamples ? byLayer(competitors, afterwards) : withoutGradients();
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

  private Map<String, List<Tensor>> byLayer(Competitors competitors, Graph afterwards) {
    Map<String, List<Tensor>> all = new LinkedHashMap<>();
    for (LayerGradients gap : gradients.ofEach(competitors.ranks(), afterwards)) {
      gap.byLayer().forEach((layer, gradient) -> list(all, layer).add(gradient));
    }
    return all;
  }

  /** For walks that start elsewhere: nothing is asked at the samples. */
  private Map<String, List<Tensor>> withoutGradients() {
    Map<String, List<Tensor>> none = new LinkedHashMap<>();
    layers.forEach(layer -> none.put(layer, List.of()));
    return none;
  }

  private static List<Tensor> list(Map<String, List<Tensor>> lists, String layer) {
    return Objects.requireNonNull(lists.computeIfAbsent(layer, key -> new ArrayList<>()));
  }
}
