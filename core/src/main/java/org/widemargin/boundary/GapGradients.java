package org.widemargin.boundary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.network.Activations;
import org.widemargin.network.InputGradients;
import org.widemargin.network.LayerGradients;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;

/**
 * The gradients of the gaps at chosen layers: one reverse pass for every competitor, all layers at
 * once. The logits layer needs no pass, its gradient has a closed form. Nothing below the
 * shallowest layer is walked and no parameter receives a gradient.
 *
 * <p>Where the gradients are held constant and the network offers a way back of its own, that is
 * taken, else autograd's.
 */
final class GapGradients {
  private final Tensor scores;
  private final Score score;
  private final Tensor labels;
  private final List<String> layers;
  private final String logits;
  private final List<String> below;
  private final List<Tensor> inputs;
  private final boolean exact;
  private final @Nullable InputGradients sweep;

  /**
   * Prepares the passes, in the innermost scope.
   *
   * @param spec its choice of gradient and precision
   * @param activations of one forward pass, the chosen ones part of its graph if autograd is needed
   * @param scores computed from their logits
   * @param labels {@code [N]}
   * @param layers at which layers
   * @throws InputException for a layer that is not part of the graph and would have to be
   */
  GapGradients(
      DistanceSpec spec,
      Activations activations,
      Tensor scores,
      Tensor labels,
      List<String> layers) {
    this.scores = scores;
    this.score = spec.score();
    this.labels = labels;
    this.layers = layers;
    this.logits = activations.logitsName();
    this.below = layers.stream().filter(layer -> !layer.equals(logits)).toList();
    this.inputs = below.stream().map(activations::get).toList();
    this.exact = spec.gradient() instanceof GradientMode.Exact;
    this.sweep =
        !exact && spec.separatesSamples() && !below.isEmpty()
            ? activations
                .reverse()
                .map(reverse -> reverse.to(below, spec.precisionFor(activations.logits())))
                .orElse(null)
            : null;
    if (sweep == null) {
      for (String layer : below) {
        requireGraph(layer, activations.get(layer));
      }
    }
  }

  /**
   * Differentiates the gaps to several competitors.
   *
   * @param competitors each {@code [N]}
   * @param afterwards what happens to the graph after the last of them; those that are to be
   *     differentiated themselves keep it
   * @return for each competitor, when asked for, by layer the gradient of f_y - f_i, {@code [N,
   *     ...]}
   * @throws InputException for a layer without influence on the scores, when asked for
   */
  List<LayerGradients> ofEach(List<Tensor> competitors, Graph afterwards) {
    List<Tensor> cotangents =
        competitors.stream().map(one -> Score.gapCotangent(scores, labels, one)).toList();
    List<LayerGradients> ofBelow =
        sweep == null ? byAutograd(cotangents, afterwards) : bySweep(sweep, cotangents);
    List<LayerGradients> all = new ArrayList<>();
    for (int i = 0; i < cotangents.size(); i++) {
      LayerGradients gap = ofBelow.get(i);
      Tensor cotangent = cotangents.get(i);
      all.add(() -> withLogits(gap.byLayer(), cotangent));
    }
    return all;
  }

  private List<LayerGradients> bySweep(InputGradients gradients, List<Tensor> cotangents) {
    return gradients.ofEach(
        cotangents.stream().map(one -> score.pullBack(scores.detach(), one)).toList());
  }

  private List<LayerGradients> byAutograd(List<Tensor> cotangents, Graph afterwards) {
    List<LayerGradients> passes = new ArrayList<>();
    for (Tensor cotangent : cotangents) {
      boolean last = passes.size() == cotangents.size() - 1;
      Graph graph = last ? afterwards : Graph.RETAIN;
      passes.add(() -> byAutograd(cotangent, exact ? Graph.CREATE : graph));
    }
    return passes;
  }

  private Map<String, Tensor> byAutograd(Tensor cotangent, Graph graph) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    if (!below.isEmpty()) {
      List<@Nullable Tensor> passed = Autograd.gradients(scores, cotangent, inputs, graph);
      for (int i = 0; i < below.size(); i++) {
        found.put(below.get(i), requireInfluence(below.get(i), passed.get(i)));
      }
    }
    return found;
  }

  private Map<String, Tensor> withLogits(Map<String, Tensor> ofBelow, Tensor cotangent) {
    if (!layers.contains(logits)) {
      return ofBelow;
    }
    Map<String, Tensor> all = new LinkedHashMap<>(ofBelow);
    all.put(logits, score.pullBack(scores, cotangent));
    return all;
  }

  /** Whether gradients come without a graph, and can be asked for again. */
  boolean areSwept() {
    return !exact && (sweep != null || below.isEmpty());
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

  /** A wrong number would look right: a zero gradient gives a huge distance. */
  static Tensor requireInfluence(String layer, @Nullable Tensor gradient) {
    if (gradient == null) {
      throw new InputException(
          "layer '"
              + layer
              + "' does not influence the scores, so it has no distance to a boundary");
    }
    return gradient;
  }
}
