package org.widemargin.margin;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.Competitors;
import org.widemargin.boundary.DistanceSpec;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LinearDistances;
import org.widemargin.boundary.Score;
import org.widemargin.loss.CrossEntropy;
import org.widemargin.loss.Loss;
import org.widemargin.loss.LossValue;
import org.widemargin.network.Activations;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The large-margin loss as the paper writes it (equation 15, the mean over samples instead of their
 * sum, plus a weighted cross-entropy): one reverse pass of autograd for every layer and competitor,
 * as ports of the loss usually compute it. It defines what {@link MarginLoss} computes faster, and
 * is what that is tested and timed against. The same value and gradients, but for rounding.
 *
 * @param spec every choice but those beyond the paper's formula: no refinement at the boundary, no
 *     scale, the sum over layers. The precision of norms is the network's own, and batch
 *     normalisation is as in the pass that the activations come from
 */
public record PlainMarginLoss(MarginSpec spec) implements Loss {
  /** Checks that the choices are those of the paper's formula. */
  public PlainMarginLoss {
    require(
        !(spec.gradient() instanceof GradientMode.Boundary)
            && !(spec.gradient() instanceof GradientMode.Certified)
            && spec.bound() == null
            && spec.scale() == DistanceSpec.Scale.NONE
            && spec.overLayers() == MarginSpec.OverLayers.SUM,
        "plain margin loss: expected the paper's formula (gradient constant or exact, scale none,"
            + " over-layers sum), found %s; use MarginLoss for the others",
        spec);
  }

  /**
   * Computes the loss.
   *
   * @param activations of one forward pass; the chosen layers are part of its graph
   * @param labels int64 {@code [N]}
   * @return the loss, NaN where a score is NaN
   * @throws org.widemargin.error.InputException for a layer that the network does not have
   * @throws NullPointerException for a layer without influence on the scores
   */
  @Override
  public LossValue of(Activations activations, Tensor labels) {
    Tensor logits = activations.logits();
    Tensor scores = spec.score().of(logits);
    List<Tensor> competitors = Competitors.strongest(logits, labels, spec.topK()).ranks();
    Tensor entropy = CrossEntropy.UNSMOOTHED.mean(logits, labels);
    Tensor total = Ops.mul(entropy, spec.crossEntropyWeight());
    for (String layer : spec.layersAmong(activations.names())) {
      double gamma = spec.gammaOf(layer);
      List<Tensor> distances = new ArrayList<>();
      for (Tensor competitor : competitors) {
        Tensor gap = Score.gap(scores, labels, competitor);
        Tensor slope = slope(gap, activations.get(layer));
        distances.add(gap.div(LinearDistances.denominator(slope, spec.epsilon())));
      }
      Tensor lacking = Ops.rsub(Tensors.stack(distances, 1), gamma);
      Tensor violations = Ops.clamp(lacking, 0, spec.clip() * gamma);
      total = Ops.add(total, spec.aggregation().of(violations).mean(), spec.weightOf(layer));
    }
    return new LossValue(total, Map.of("cross-entropy", entropy.detach()));
  }

  @Override
  public boolean needsInputGradient() {
    return true;
  }

  /**
   * The dual norm of the gap's gradient, {@code [N]}. Held constant, the gradient is gone once its
   * length is known.
   */
  private Tensor slope(Tensor gap, Tensor activation) {
    boolean exact = spec.gradient() instanceof GradientMode.Exact;
    try (Scope scope = Scope.open()) {
      Tensor gradient =
          Objects.requireNonNull(
              Autograd.gradients(
                      gap,
                      Tensors.fullLike(gap, 1),
                      List.of(activation),
                      exact ? Graph.CREATE : Graph.RETAIN)
                  .get(0),
              "the layer does not influence the scores");
      return scope.keep(spec.norm().dual().perSample(gradient));
    }
  }
}
