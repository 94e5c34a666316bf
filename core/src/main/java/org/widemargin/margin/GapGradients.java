package org.widemargin.margin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.InputException;
import org.widemargin.network.Activations;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;

/**
 * The gradients of each gap at each layer: one reverse pass for every competitor, all layers at
 * once. The logits layer needs no pass, its gradient has a closed form. Nothing below the
 * shallowest layer is walked and no parameter receives a gradient.
 */
final class GapGradients {
  private GapGradients() {}

  /**
   * Differentiates the gaps.
   *
   * @param activations of one pass, the tapped ones part of its graph
   * @param scores computed from their logits
   * @param score how they were computed
   * @param labels {@code [N]}
   * @param competitors whom to separate from
   * @param layers at which layers
   * @param passes what happens to the graph in all passes but the last
   * @param lastPass what happens to it in the last one
   * @return for each layer, for each competitor, the gradient of f_y - f_i
   */
  static Map<String, List<Tensor>> of(
      Activations activations,
      Tensor scores,
      Score score,
      Tensor labels,
      Competitors competitors,
      List<String> layers,
      Graph passes,
      Graph lastPass) {
    List<String> below = new ArrayList<>(layers);
    below.remove(activations.logitsName());
    List<Tensor> inputs = below.stream().map(activations::get).toList();
    for (String layer : below) {
      requireGraph(layer, activations.get(layer));
    }
    Map<String, List<Tensor>> gradients = new LinkedHashMap<>();
    layers.forEach(layer -> gradients.put(layer, new ArrayList<>()));
    for (int rank = 0; rank < competitors.count(); rank++) {
      Tensor cotangent = Score.gapCotangent(scores, labels, competitors.ranks().get(rank));
      if (layers.contains(activations.logitsName())) {
        list(gradients, activations.logitsName()).add(score.pullBack(scores, cotangent));
      }
      if (!below.isEmpty()) {
        Graph graph = rank == competitors.count() - 1 ? lastPass : passes;
        List<@Nullable Tensor> found = Autograd.gradients(scores, cotangent, inputs, graph);
        for (int i = 0; i < below.size(); i++) {
          Tensor gradient = found.get(i);
          if (gradient == null) {
            throw noInfluence(below.get(i));
          }
          list(gradients, below.get(i)).add(gradient);
        }
      }
    }
    return gradients;
  }

  private static List<Tensor> list(Map<String, List<Tensor>> lists, String layer) {
    return java.util.Objects.requireNonNull(lists.get(layer));
  }

  private static void requireGraph(String layer, Tensor activation) {
    if (!Autograd.tracked(activation)) {
      throw new InputException(
          "layer '"
              + layer
              + "': expected an activation that is part of the graph, found a plain value; make the"
              + " input a leaf (Autograd.leaf) before the forward pass");
    }
  }

  private static InputException noInfluence(String layer) {
    return new InputException(
        "layer '" + layer + "' does not influence the scores, so it has no distance to a boundary");
  }
}
