package org.widemargin.boundary;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.error.InputException;
import org.widemargin.network.Activations;
import org.widemargin.norm.Box;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.norm.RandomDirection;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/**
 * Distances linearised at the boundary instead of at the sample.
 *
 * <p>From the activation h, r steps lead to x_r = h + delta: each is the {@linkplain
 * MinimumNormStep shortest step} from h onto the boundary linearised at the point reached so far.
 * The distance is {@code sign * |delta|_p + gap(x_r) / (eps + n(x_r))}. Only the gap carries a
 * gradient. Where gap(x_r) = 0, the implicit function theorem says that this gradient is the true
 * distance's: the derivative of the constrained minimum with respect to the weights is that of the
 * constraint, times its multiplier 1 / n. With a box, n counts the elements that can still move,
 * since the others do not enter the minimum.
 */
final class BoundaryRefinement {
  private final DistanceSpec spec;
  private final GradientMode.Boundary mode;
  private final boolean measures;
  private final LinearDistances linear;

  /**
   * Makes the function.
   *
   * @param spec every choice
   * @param mode of the spec
   * @param measures whether distances are to be told and not learned from: each is then on its
   *     sample's side of the boundary
   */
  BoundaryRefinement(DistanceSpec spec, GradientMode.Boundary mode, boolean measures) {
    this.spec = spec;
    this.mode = mode;
    this.measures = measures;
    this.linear = new LinearDistances(spec.norm(), spec.epsilon(), spec.scale());
  }

  /**
   * The distances at one layer.
   *
   * @param activations of the pass at the samples themselves
   * @param layer where
   * @param labels {@code [N]}
   * @param competitors whom to separate from
   * @param gaps for each competitor, at the samples {@code [N]}
   * @param gradients for each competitor, of the gap at the samples; none where the walk starts
   *     elsewhere
   * @param enough how far from the boundary a sample need not be looked at any closer
   * @return {@code [N, K]}
   */
  Tensor of(
      Activations activations,
      String layer,
      Tensor labels,
      Competitors competitors,
      List<Tensor> gaps,
      List<Tensor> gradients,
      double enough) {
    Activations.Upper upper = activations.upper().orElseThrow(BoundaryRefinement::noUpper);
    int ranks = competitors.count();
    Box box = box(activations, layer);
    Tensor activation = Tensors.repeatBatch(activations.get(layer), ranks);
    GapAt gap =
        new GapAt(
            spec,
            mode,
            activations,
            upper,
            layer,
            Tensors.repeatBatch(labels, ranks),
            join(competitors.ranks()));
    Tensor startGap = join(gaps).detach();
    MinimumNormStep projection = new MinimumNormStep(spec.norm(), box);
    Tensor origin = activation.detach();
    DistanceAtPoint distance = new DistanceAtPoint(spec.norm(), linear, box);
    Arrival arrival =
        new BoundaryWalk(mode, projection, gap, origin, startGap, distance, enough)
            .from(first(projection, gap, origin, startGap, gradients));
    return distances(gap, activation, arrival, startGap, distance).reshape(ranks, -1).t();
  }

  /** The shortest step from the sample to the boundary linearised there or nearby. */
  private Tensor first(
      MinimumNormStep projection,
      GapAt gap,
      Tensor origin,
      Tensor startGap,
      List<Tensor> gradients) {
    if (mode.start() == 0) {
      return projection.solve(origin, join(gradients).detach(), startGap.neg());
    }
    Tensor start =
        projection
            .box()
            .inside(origin.add(RandomDirection.like(origin, spec.norm(), mode.start())));
    ValueAndGradient nearby = gap.roughly(start);
    return projection.solveAt(nearby.value(), nearby.gradient(), origin, start.sub(origin));
  }

  /** Those that are far enough have their distance already, and no influence on it. */
  private Tensor distances(
      GapAt gap, Tensor activation, Arrival arrival, Tensor startGap, DistanceAtPoint distance) {
    Tensor beyond = arrival.beyond();
    if (beyond == null) {
      return atBoundary(gap, activation, arrival.step(), startGap, distance);
    }
    Tensor rows = Tensors.labels(activation, Arrival.unfinished(beyond));
    Tensor near =
        atBoundary(
            gap.of(rows),
            activation.index_select(0, rows),
            arrival.step().index_select(0, rows),
            startGap.index_select(0, rows),
            distance);
    return beyond.index_copy(0, rows, near);
  }

  /** The paper's formula at the boundary point. */
  private Tensor atBoundary(
      GapAt gap, Tensor activation, Tensor reached, Tensor startGap, DistanceAtPoint distance) {
    Tensor step = reached;
    if (mode.misclassified() == GradientMode.Misclassified.LINEAR) {
      Tensor wrong = Ops.gt(startGap.neg(), 0);
      step = Ops.maskedFill(step, PerSample.broadcast(wrong, step), 0);
    }
    Tensor point = activation.add(step);
    Tensor found = distance.of(gap.differentiably(point), point.detach(), step, startGap);
    return measures
        ? new Overshoot(gap, activation.detach(), step, startGap, distance).corrected(found)
        : found;
  }

  private Box box(Activations activations, String layer) {
    return mode.box() && layer.equals(Activations.INPUT)
        ? new Box(activations.inputRange())
        : Box.UNBOUNDED;
  }

  private static Tensor join(List<Tensor> ranks) {
    return ranks.size() == 1 ? ranks.get(0) : Tensors.concatenate(ranks);
  }

  private static InputException noUpper() {
    return new InputException(
        "the boundary gradient enters the network at each layer, but these activations carry no way"
            + " to: give Activations an Upper function, or use the constant or exact gradient");
  }
}
