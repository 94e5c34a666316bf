package org.widemargin.margin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.InputException;
import org.widemargin.network.Activations;
import org.widemargin.network.InputGradients;
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
      MarginSpec spec, Activations activations, Tensor scores, Tensor labels, List<String> layers) {
    this.scores = scores;
    this.score = spec.score();
    this.labels = labels;
    this.layers = layers;
    this.logits = activations.logitsName();
    this.below = layers.stream().filter(layer -> !layer.equals(logits)).toList();
    this.inputs = below.stream().map(activations::get).toList();
    boolean constant = !(spec.gradient() instanceof GradientMode.Exact);
    this.sweep =
        constant && spec.separatesSamples() && !below.isEmpty()
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
   * Differentiates the gap to one competitor.
   *
   * @param competitor {@code [N]}
   * @param graph what happens to the graph
   * @return for each layer the gradient of f_y - f_i, {@code [N, ...]}
   * @throws InputException for a layer without influence on the scores
   */
  Map<String, Tensor> of(Tensor competitor, Graph graph) {
    Tensor cotangent = Score.gapCotangent(scores, labels, competitor);
    Map<String, Tensor> found = new LinkedHashMap<>();
    if (sweep != null) {
      found.putAll(sweep.of(score.pullBack(scores.detach(), cotangent)));
    } else if (!below.isEmpty()) {
      List<@Nullable Tensor> passed = Autograd.gradients(scores, cotangent, inputs, graph);
      for (int i = 0; i < below.size(); i++) {
        found.put(below.get(i), requireInfluence(below.get(i), passed.get(i)));
      }
    }
    if (layers.contains(logits)) {
      found.put(logits, score.pullBack(scores, cotangent));
    }
    return found;
  }

  /** Whether gradients come without a graph, and can be asked for again. */
  boolean areSwept() {
    return sweep != null || below.isEmpty();
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
