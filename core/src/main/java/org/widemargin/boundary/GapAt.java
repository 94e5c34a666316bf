package org.widemargin.boundary;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.network.Activations;
import org.widemargin.network.Precision;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/**
 * The gap f_y - f_i as a function of the value at a layer, entered there.
 *
 * <p>Where the network offers a way back of its own, gradients are taken by it, else by autograd.
 */
final class GapAt {
  private final Score score;
  private final boolean followsStrongest;
  private final Activations.Upper upper;
  private final String layer;
  private final Tensor labels;
  private final Tensor competitors;
  private final boolean swept;
  private final Precision precision;

  /**
   * Prepares the function.
   *
   * @param spec its score and precision
   * @param mode whether the competitor may change on the way
   * @param activations of the pass at the samples
   * @param upper of these activations
   * @param layer where
   * @param labels {@code [M]}
   * @param competitors {@code [M]}
   */
  GapAt(
      DistanceSpec spec,
      GradientMode.Boundary mode,
      Activations activations,
      Activations.Upper upper,
      String layer,
      Tensor labels,
      Tensor competitors) {
    this.score = spec.score();
    this.followsStrongest = mode.rival() == GradientMode.Rival.STRONGEST;
    this.upper = upper;
    this.layer = layer;
    this.labels = labels;
    this.competitors = competitors;
    this.swept = spec.separatesSamples() && activations.reverse().isPresent();
    this.precision = spec.precisionFor(activations.logits());
  }

  private GapAt(GapAt whole, Tensor rows) {
    this.score = whole.score;
    this.followsStrongest = whole.followsStrongest;
    this.upper = whole.upper;
    this.layer = whole.layer;
    this.labels = whole.labels.index_select(0, rows);
    this.competitors = whole.competitors.index_select(0, rows);
    this.swept = whole.swept;
    this.precision = whole.precision;
  }

  /**
   * The same function of some of the samples.
   *
   * @param rows which, int64 {@code [R]}
   * @return the function of {@code [R, ...]}
   */
  GapAt of(Tensor rows) {
    return new GapAt(this, rows);
  }

  /**
   * Evaluates alone.
   *
   * @param point {@code [M, ...]}
   * @return the value in full precision, part of no graph
   */
  Tensor value(Tensor point) {
    return Autograd.withoutGradient(
        () -> {
          try (Scope scope = Scope.open()) {
            Tensor logits = upper.logits(layer, point);
            return scope.keep(Score.gap(score.of(logits), labels, competitors(logits)));
          }
        });
  }

  /**
   * Linearises where only a direction is wanted: no graph is recorded, and the passes may be in
   * less than full precision.
   *
   * @param point {@code [M, ...]}
   * @return value and gradient, in the innermost scope
   */
  ValueAndGradient roughly(Tensor point) {
    try (Scope scope = Scope.open()) {
      ValueAndGradient found =
          swept
              ? Autograd.withoutGradient(() -> bySweep(point.detach(), precision))
              : byAutograd(Autograd.leaf(point), Graph.FREE);
      return new ValueAndGradient(scope.keep(found.value().detach()), scope.keep(found.gradient()));
    }
  }

  /**
   * Linearises so that the value can be differentiated by the weights.
   *
   * @param point {@code [M, ...]}, part of a graph or not
   * @return the value in full precision, part of the graph; the gradient, held constant
   */
  ValueAndGradient differentiably(Tensor point) {
    if (swept) {
      return bySweep(point, Precision.FULL);
    }
    return byAutograd(Autograd.tracked(point) ? point : Autograd.leaf(point), Graph.RETAIN);
  }

  private ValueAndGradient bySweep(Tensor point, Precision forward) {
    Activations above = upper.enter(layer, point, forward);
    Tensor against = competitors(above.logits());
    Tensor scores = score.of(above.logits());
    Tensor cotangent = Score.gapCotangent(scores, labels, against);
    Tensor gradient =
        Objects.requireNonNull(
            above
                .reverse()
                .orElseThrow()
                .to(List.of(layer), precision)
                .of(score.pullBack(scores.detach(), cotangent))
                .get(layer));
    return new ValueAndGradient(Score.gap(scores, labels, against), gradient);
  }

  private ValueAndGradient byAutograd(Tensor point, Graph graph) {
    Tensor logits = upper.logits(layer, point);
    Tensor value = Score.gap(score.of(logits), labels, competitors(logits));
    Tensor one = Tensors.fullLike(value, 1);
    @Nullable Tensor gradient = Autograd.gradients(value, one, List.of(point), graph).get(0);
    return new ValueAndGradient(value, GapGradients.requireInfluence(layer, gradient));
  }

  private Tensor competitors(Tensor logits) {
    return followsStrongest ? Competitors.strongest(logits, labels, 1).ranks().get(0) : competitors;
  }
}
