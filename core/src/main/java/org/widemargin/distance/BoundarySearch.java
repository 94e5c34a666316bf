package org.widemargin.distance;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.Score;
import org.widemargin.norm.Box;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Steps of one batch of samples to points that are really on or beyond the boundary of their class,
 * found by evaluating the model and not by trusting a linearisation.
 *
 * <p>A point is beyond when some other class scores at least as high as the sample's own. Paths
 * start at the sample and are clipped to the box, so a step's length never falls along a path.
 */
final class BoundarySearch {
  /**
   * Where a path is looked at for a crossing: from an eighth of its direction on, each time farther
   * by half as much again, to a thousand times the direction.
   */
  private static final double FIRST_LOOK = 0.125;

  private static final double FARTHER = 1.5;
  private static final int LOOKS = 23;

  /** In how many equal parts a path is looked at for its first crossing. */
  private static final int PARTS = 8;

  /** Halvings of a part while a step is being shortened: {@link TrueDistance#PRECISION}. */
  private static final int COARSE_HALVINGS = 11;

  /** Halvings of a part to the last digit. */
  private static final int FINE_HALVINGS_FLOAT = 24;

  private static final int FINE_HALVINGS_DOUBLE = 50;

  private final UnaryOperator<Tensor> logits;
  private final Tensor origin;
  private final Tensor labels;
  private final Norm norm;
  private final Box box;

  /**
   * Fixes the problem.
   *
   * @param logits of a value {@code [N, ...]}
   * @param origin the samples {@code [N, ...]}, inside the box
   * @param labels int64 {@code [N]}
   * @param norm whose lengths count
   * @param box that no point may leave
   */
  BoundarySearch(UnaryOperator<Tensor> logits, Tensor origin, Tensor labels, Norm norm, Box box) {
    this.logits = logits;
    this.origin = origin;
    this.labels = labels;
    this.norm = norm;
    this.box = box;
  }

  /**
   * Steps to points beyond the boundary.
   *
   * @param step {@code [N, ...]}; zeros where none was found
   * @param length {@code [N]}; infinite where none was found
   */
  record Found(Tensor step, Tensor length) {
    /** For each sample the shorter of two. */
    Found shorter(Found other) {
      Tensor better = other.length.lt(length);
      return new Found(
          Ops.where(PerSample.broadcast(better, step), other.step, step),
          Ops.where(better, other.length, length));
    }
  }

  /** Where each sample is already beyond: a step of zeros. */
  Found atOrigin() {
    Tensor step = Tensors.fullLike(origin, 0);
    return found(step, beyond(step));
  }

  /** The first crossing along a direction that ends near the boundary. */
  Found along(Tensor direction) {
    return inScope(() -> follow(direction, reach(direction), COARSE_HALVINGS));
  }

  /** The first crossing on the way to a step that was found, to the last digit. */
  Found exactly(Found known) {
    int halvings = ElementTypes.isFloat64(origin) ? FINE_HALVINGS_DOUBLE : FINE_HALVINGS_FLOAT;
    Tensor whole = Tensors.fullLike(known.length, 1);
    return known.shorter(inScope(() -> follow(known.step, whole, halvings)));
  }

  /**
   * Shortens steps: from the sample straight onto the boundary linearised where the step ended,
   * then to the first true crossing in that direction. Where that is no shorter, the next attempt
   * turns the old step by half as much.
   *
   * @param start from where
   * @param rounds how many attempts
   * @return steps that are nowhere longer
   */
  Found refine(Found start, int rounds) {
    MinimumNormStep projection = new MinimumNormStep(norm, box);
    Found best = start;
    Tensor turn = Tensors.fullLike(start.length, 1);
    for (int round = 0; round < rounds; round++) {
      try (Scope scope = Scope.open()) {
        Found before = best;
        Tensor competitor = strongest(before.step);
        Tensor target = projection.solveAt(value -> gap(value, competitor), origin, before.step);
        Tensor turned =
            before.step.add(target.sub(before.step).mul(PerSample.broadcast(turn, target)));
        Tensor limit = withinLengthOf(before, turned);
        Found after = before.shorter(follow(turned, limit, COARSE_HALVINGS));
        Tensor improved = after.length.lt(before.length);
        Tensor wider = Ops.clampMax(Ops.mul(turn, 2), 1);
        turn = scope.keep(Ops.where(improved, wider, Ops.mul(turn, 0.5)));
        best = new Found(scope.keep(after.step), scope.keep(after.length));
      }
    }
    return best;
  }

  /** The strongest wrong class after a step, {@code [N]}. */
  Tensor strongest(Tensor step) {
    return Autograd.withoutGradient(
        () -> {
          try (Scope scope = Scope.open()) {
            Tensor scores = logits.apply(point(step));
            return scope.keep(
                PerSample.argmax(PerSample.scatter(scores, labels, Double.NEGATIVE_INFINITY)));
          }
        });
  }

  /** The lead of the own class over a competitor, {@code [N]}. */
  Tensor gap(Tensor value, Tensor competitor) {
    return Score.gap(logits.apply(value), labels, competitor);
  }

  /** A share of a direction that leads beyond the boundary; 0 where none is found. */
  private Tensor reach(Tensor direction) {
    Tensor reach = Tensors.fullLike(PerSample.sum(direction), FIRST_LOOK);
    Tensor reached = beyond(part(direction, reach));
    for (int i = 1; i < LOOKS && !reached.all().item_bool(); i++) {
      reach = Ops.where(reached, reach, Ops.mul(reach, FARTHER));
      reached = reached.logical_or(beyond(part(direction, reach)));
    }
    return Ops.maskedFill(reach, reached.logical_not(), 0);
  }

  /** How much of a direction can be shorter than a step that is known; all of it if none is. */
  private Tensor withinLengthOf(Found known, Tensor direction) {
    Tensor length = norm.perSample(direction);
    Tensor divisor = Ops.maskedFill(length, Ops.eq(length, 0), 1);
    // Clipped to the box, a path is shorter than its direction: look a bit further.
    Tensor share = Ops.mul(known.length.div(divisor), box.isUnbounded() ? 1 : 2);
    return Ops.maskedFill(share, Ops.eq(share, Double.POSITIVE_INFINITY), 1);
  }

  /** The first crossing on the part of a path up to a limit, as far as equal parts show it. */
  private Found follow(Tensor direction, Tensor limit, int halvings) {
    Tensor inside = Ops.mul(limit, 0);
    Tensor outside = limit;
    Tensor crossed = Ops.gt(inside, 0);
    for (int k = 1; k <= PARTS; k++) {
      Tensor here = Ops.mul(limit, (double) k / PARTS);
      Tensor isBeyond = beyond(part(direction, here));
      Tensor first = isBeyond.logical_and(crossed.logical_not());
      outside = Ops.where(first, here, outside);
      inside = Ops.where(isBeyond.logical_or(crossed), inside, here);
      crossed = crossed.logical_or(isBeyond);
    }
    for (int i = 0; i < halvings; i++) {
      Tensor middle = Ops.mul(inside.add(outside), 0.5);
      Tensor isBeyond = beyond(part(direction, middle));
      outside = Ops.where(isBeyond, middle, outside);
      inside = Ops.where(isBeyond, inside, middle);
    }
    Tensor step = part(direction, outside);
    return found(step, crossed.logical_and(beyond(step)));
  }

  /** A share of a direction, as a step inside the box. */
  private Tensor part(Tensor direction, Tensor share) {
    Tensor step = direction.mul(PerSample.broadcast(share, direction));
    return box.isUnbounded() ? step : point(step).sub(origin);
  }

  /** Where a step leads. */
  Tensor point(Tensor step) {
    return box.inside(origin.add(step));
  }

  /** Whether some other class scores at least as high as the own; never where a score is NaN. */
  private Tensor beyond(Tensor step) {
    return Autograd.withoutGradient(
        () -> {
          try (Scope scope = Scope.open()) {
            Tensor scores = logits.apply(point(step));
            Tensor others = PerSample.scatter(scores, labels, Double.NEGATIVE_INFINITY);
            Tensor strongest = PerSample.amax(others);
            return scope.keep(strongest.ge(PerSample.gather(scores, labels)));
          }
        });
  }

  private Found found(Tensor step, Tensor isBeyond) {
    Tensor missed = isBeyond.logical_not();
    return new Found(
        Ops.maskedFill(step, PerSample.broadcast(missed, step), 0),
        Ops.maskedFill(norm.perSample(step), missed, Double.POSITIVE_INFINITY));
  }

  private static Found inScope(Supplier<Found> search) {
    try (Scope scope = Scope.open()) {
      Found found = search.get();
      return new Found(scope.keep(found.step), scope.keep(found.length));
    }
  }
}
