package org.widemargin.boundary;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.GradientMode.Advance;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.norm.Norm;
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
   * How far the samples are.
   *
   * @param step from the samples, {@code [M, ...]}
   * @param crossed who has been on the other side of the boundary, {@code [M]}
   */
  private record Way(Tensor step, Tensor crossed) {
    Way of(Tensor rows) {
      return new Way(step.index_select(0, rows), crossed.index_select(0, rows));
    }

    /** With some of the samples gone further. */
    Way with(Tensor rows, Way some) {
      return new Way(
          step.index_copy(0, rows, some.step), crossed.index_copy(0, rows, some.crossed));
    }
  }

  /**
   * Walks.
   *
   * @param first the step onto the boundary linearised at the start, {@code [M, ...]}
   * @return where everybody got
   */
  Arrival from(Tensor first) {
    // Whoever starts on the wrong side has nothing to cross.
    Tensor crossed = isAcross(startGap);
    Way way = new Way(capped(advanced(first, crossed)), crossed);
    return mode.tolerance() == 0 ? together(way) : asLongAsNeeded(way);
  }

  private Arrival together(Way first) {
    Way way = first;
    for (int refinement = 2; refinement <= mode.refinements(); refinement++) {
      way = next(way, linearised(way.step()));
    }
    return new Arrival(way.step(), null);
  }

  /** Every sample for itself: who has arrived, or is far enough, is not computed again. */
  private Arrival asLongAsNeeded(Way first) {
    Way way = first;
    double[] beyond = new double[Math.toIntExact(startGap.size(0))];
    Arrays.fill(beyond, Double.NaN);
    int[] walking = IntStream.range(0, beyond.length).toArray();
    for (int refinement = 2; refinement <= mode.refinements(); refinement++) {
      if (walking.length == 0) {
        break;
      }
      int[] walkers = walking;
      Tensor rows = Tensors.labels(startGap, Arrival.filled(walkers));
      BoundaryWalk some = of(rows);
      Way before = way.of(rows);
      ValueAndGradient reached = some.linearised(before.step());
      Way after = some.next(before, reached);
      double[] far = some.farEnough(before.step(), reached);
      double[] moved = Tensors.toDoubles(length(after.step().sub(before.step())));
      boolean asks = !searchesBall() || refinement == mode.refinements();
      // Where nothing moves, the point is the one that was looked at.
      IntPredicate ends = i -> !Double.isNaN(far[i]) && (asks || moved[i] == 0);
      IntStream.range(0, walkers.length).filter(ends).forEach(i -> beyond[walkers[i]] = far[i]);
      int[] on = IntStream.range(0, walkers.length).filter(ends.negate()).toArray();
      if (on.length == 0) {
        break;
      }
      Tensor places = Tensors.labels(startGap, on);
      way = way.with(rows.index_select(0, places), after.of(places));
      boolean[] moving = moving(moved, after.step());
      walking = Arrays.stream(on).filter(i -> moving[i]).map(i -> walkers[i]).toArray();
    }
    return new Arrival(way.step(), Tensors.like(startGap, beyond, beyond.length));
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

  private static Tensor isAcross(Tensor gap) {
    return Ops.gt(gap, 0).logical_not();
  }

  /**
   * The distances of samples on their right side that have walked as far as is asked for and still
   * are on it; NaN for all others. Before they have walked so far, that the boundary looks far away
   * says little.
   */
  private double[] farEnough(Tensor step, ValueAndGradient reached) {
    double[] right = Tensors.toDoubles(startGap);
    double[] walked = Tensors.toDoubles(distance.length(step));
    double far = Math.min(enough, mode.cap()) * BUT_FOR_ROUNDING;
    double[] seen = Tensors.toDoubles(distance.of(reached, point(step), step, startGap));
    return IntStream.range(0, seen.length)
        .mapToDouble(
            i -> right[i] > 0 && walked[i] >= far && seen[i] >= enough ? seen[i] : Double.NaN)
        .toArray();
  }

  /** Whose last step was neither short nor, for good, shortened by the cap. */
  private boolean[] moving(double[] moved, Tensor after) {
    double[] walked = Tensors.toDoubles(length(after));
    boolean[] moving = new boolean[moved.length];
    for (int i = 0; i < moving.length; i++) {
      boolean held = !searchesBall() && walked[i] >= mode.cap() * BUT_FOR_ROUNDING;
      moving[i] = moved[i] > mode.tolerance() && !held;
    }
    return moving;
  }

  /** Whether samples that are far, or at the cap, look on to the last refinement. */
  private boolean searchesBall() {
    return mode.advance() == Advance.STRIDE;
  }

  /** The step to the boundary linearised where the last one led. */
  private Way next(Way way, ValueAndGradient reached) {
    Tensor step = way.step();
    Tensor crossed = way.crossed().logical_or(isAcross(reached.value()));
    Tensor whole =
        switch (mode.path()) {
          case FROM_SAMPLE -> {
            Tensor next = projection.solveAt(reached.value(), reached.gradient(), origin, step);
            boolean unlimited = Double.isInfinite(mode.stride());
            yield unlimited ? next : step.add(advanced(next.sub(step), crossed));
          }
          case FROM_POINT -> {
            Tensor next =
                projection.solve(origin.add(step), reached.gradient(), reached.value().neg());
            yield step.add(advanced(next, crossed));
          }
        };
    return new Way(capped(whole), crossed);
  }

  /** What is made of the shortest step onto the linearised boundary. */
  private Tensor advanced(Tensor shortest, Tensor crossed) {
    Tensor shortened = atMost(shortest, mode.stride());
    return switch (mode.advance()) {
      case SHORTEST -> shortened;
      case STRIDE ->
          Ops.where(PerSample.broadcast(crossed, shortest), shortened, wholeStride(shortest));
    };
  }

  /** A step in a direction that is as long as is allowed, in l-inf along every element. */
  private Tensor wholeStride(Tensor direction) {
    Tensor length = Ops.clampMin(length(direction), Float.MIN_NORMAL);
    Tensor stretch = Ops.clampMin(Ops.mul(length.reciprocal(), mode.stride()), 1);
    return intoBall(direction.mul(PerSample.broadcast(stretch, direction)), mode.stride());
  }

  private Tensor capped(Tensor step) {
    return switch (mode.advance()) {
      case SHORTEST -> atMost(step, mode.cap());
      case STRIDE -> projection.box().inside(origin.add(intoBall(step, mode.cap()))).sub(origin);
    };
  }

  /** In l-inf the nearest point of the ball, which keeps what is short enough; else shortened. */
  private Tensor intoBall(Tensor step, double radius) {
    return projection.norm().equals(Norm.LINF)
        ? Ops.clamp(step, -radius, radius)
        : atMost(step, radius);
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
