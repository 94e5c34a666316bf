package org.widemargin.boundary;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;
import org.widemargin.torch.ValueAndGradient;

/**
 * The way of the boundary mode from samples to points near the boundary. Nothing is differentiated
 * here.
 *
 * @param mode how to walk
 * @param projection onto a linearised boundary
 * @param gap as a function of the points
 * @param origin the samples, {@code [M, ...]}
 * @param startGap at the samples, {@code [M]}
 * @param distance as seen from a point
 * @param enough how far from the boundary a sample need not be looked at any closer
 */
record BoundaryWalk(
    GradientMode.Boundary mode,
    MinimumNormStep projection,
    GapAt gap,
    Tensor origin,
    Tensor startGap,
    DistanceAtPoint distance,
    double enough) {
  /** A length that was shortened to a limit equals it but for rounding. */
  private static final double BUT_FOR_ROUNDING = 1 - 1e-5;

  /**
   * Walks.
   *
   * @param first the step onto the boundary linearised at the start, {@code [M, ...]}
   * @return where everybody got
   */
  Arrival from(Tensor first) {
    Tensor step = capped(strided(first));
    return mode.tolerance() == 0 ? together(step) : asLongAsNeeded(step);
  }

  private Arrival together(Tensor first) {
    Tensor step = first;
    for (int refinement = 2; refinement <= mode.refinements(); refinement++) {
      step = next(step, linearised(step));
    }
    return new Arrival(step, null);
  }

  /** Every sample for itself: who has arrived, or is far enough, is not computed again. */
  private Arrival asLongAsNeeded(Tensor first) {
    Tensor step = first;
    double[] beyond = new double[Math.toIntExact(first.size(0))];
    Arrays.fill(beyond, Double.NaN);
    int[] walking = IntStream.range(0, beyond.length).toArray();
    for (int refinement = 2; refinement <= mode.refinements(); refinement++) {
      if (walking.length == 0) {
        break;
      }
      int[] walkers = walking;
      Tensor rows = Tensors.labels(first, Arrival.filled(walkers));
      BoundaryWalk some = of(rows);
      Tensor before = step.index_select(0, rows);
      ValueAndGradient reached = some.linearised(before);
      double[] seen = some.farEnough(before, reached);
      int[] near = Arrival.near(Arrays.copyOf(seen, walkers.length));
      for (int i = 0; i < walkers.length; i++) {
        beyond[walkers[i]] = seen[i];
      }
      if (near.length == 0) {
        break;
      }
      Tensor places = Tensors.labels(first, near);
      Tensor after = some.next(before, reached).index_select(0, places);
      step = step.index_copy(0, rows.index_select(0, places), after);
      int[] moving = moving(before.index_select(0, places), after);
      walking = Arrays.stream(moving).map(i -> walkers[near[i]]).toArray();
    }
    return new Arrival(step, Tensors.like(startGap, beyond, beyond.length));
  }

  /** The same walk of some samples. */
  private BoundaryWalk of(Tensor rows) {
    return new BoundaryWalk(
        mode,
        projection,
        gap.of(rows),
        origin.index_select(0, rows),
        startGap.index_select(0, rows),
        distance,
        enough);
  }

  /** The gap where a step leads. */
  private ValueAndGradient linearised(Tensor step) {
    return gap.roughly(point(step));
  }

  private Tensor point(Tensor step) {
    return projection.box().inside(origin.add(step));
  }

  /**
   * The distances of samples on their right side that have walked as far as is asked for and still
   * are on it; NaN for all others. Before they have walked so far, that the boundary looks far away
   * says little.
   */
  private double[] farEnough(Tensor step, ValueAndGradient reached) {
    double[] right = Tensors.toDoubles(startGap);
    double[] walked = Tensors.toDoubles(distance.length(step));
    double[] seen = Tensors.toDoubles(distance.of(reached, point(step), step, startGap));
    return IntStream.range(0, seen.length)
        .mapToDouble(
            i ->
                right[i] > 0 && walked[i] >= enough * BUT_FOR_ROUNDING && seen[i] >= enough
                    ? seen[i]
                    : Double.NaN)
        .toArray();
  }

  /** The places of those whose last step was neither short nor shortened by the cap. */
  private int[] moving(Tensor before, Tensor after) {
    double[] moved = Tensors.toDoubles(length(after.sub(before)));
    double[] walked = Tensors.toDoubles(length(after));
    return IntStream.range(0, moved.length)
        .filter(i -> moved[i] > mode.tolerance() && walked[i] < mode.cap() * BUT_FOR_ROUNDING)
        .toArray();
  }

  /** The step to the boundary linearised where the last one led. */
  private Tensor next(Tensor step, ValueAndGradient reached) {
    return capped(
        switch (mode.path()) {
          case FROM_SAMPLE -> {
            Tensor whole = projection.solveAt(reached.value(), reached.gradient(), origin, step);
            yield Double.isInfinite(mode.stride()) ? whole : step.add(strided(whole.sub(step)));
          }
          case FROM_POINT ->
              step.add(
                  strided(
                      projection.solve(
                          origin.add(step), reached.gradient(), reached.value().neg())));
        });
  }

  private Tensor strided(Tensor step) {
    return atMost(step, mode.stride());
  }

  private Tensor capped(Tensor step) {
    return atMost(step, mode.cap());
  }

  /** Steps that are longer than this are shortened to it. */
  private Tensor atMost(Tensor step, double longest) {
    if (Double.isInfinite(longest)) {
      return step;
    }
    Tensor shrink = Ops.clampMax(Ops.mul(length(step).reciprocal(), longest), 1);
    return step.mul(PerSample.broadcast(shrink, step));
  }

  private Tensor length(Tensor step) {
    return projection.norm().perSample(step);
  }
}
