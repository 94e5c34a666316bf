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
 */
record BoundaryWalk(
    GradientMode.Boundary mode, MinimumNormStep projection, GapAt gap, Tensor origin) {
  /**
   * The samples that walk on are filled up to a multiple of this: the library prepares each
   * convolution anew for every size of batch that it has not met.
   */
  private static final int GRAIN = 8;

  /** A step was shortened to the cap if it is as long but for rounding. */
  private static final double AT_THE_CAP = 1 - 1e-5;

  /**
   * Walks.
   *
   * @param first the step onto the boundary linearised at the start, {@code [M, ...]}
   * @return the steps from the samples to where they got, {@code [M, ...]}
   */
  Tensor from(Tensor first) {
    Tensor step = capped(strided(first));
    return mode.tolerance() == 0 ? together(step) : asLongAsNeeded(step);
  }

  private Tensor together(Tensor first) {
    Tensor step = first;
    for (int refinement = 2; refinement <= mode.refinements(); refinement++) {
      step = refined(step);
    }
    return step;
  }

  /** Every sample for itself: who has arrived, or left for good, is not computed again. */
  private Tensor asLongAsNeeded(Tensor first) {
    Tensor step = first;
    int[] walking = IntStream.range(0, Math.toIntExact(first.size(0))).toArray();
    for (int refinement = 2; refinement <= mode.refinements(); refinement++) {
      Tensor rows = Tensors.labels(first, filled(walking));
      Tensor before = step.index_select(0, rows);
      Tensor after = of(rows).refined(before);
      // Without those that fill up, which stand twice.
      long count = walking.length;
      step = step.index_copy(0, rows.narrow(0, 0, count), after.narrow(0, 0, count));
      walking = walkOn(walking, before, after);
      if (walking.length == 0) {
        break;
      }
    }
    return step;
  }

  /** Filled up with the first of them. */
  private static int[] filled(int[] walking) {
    int[] filled = Arrays.copyOf(walking, (walking.length + GRAIN - 1) / GRAIN * GRAIN);
    Arrays.fill(filled, walking.length, filled.length, walking[0]);
    return filled;
  }

  /** The same walk of some samples. */
  private BoundaryWalk of(Tensor rows) {
    return new BoundaryWalk(mode, projection, gap.of(rows), origin.index_select(0, rows));
  }

  /** Those whose last step was neither short nor shortened by the cap. */
  private int[] walkOn(int[] walking, Tensor before, Tensor after) {
    double[] moved = Tensors.toDoubles(length(after.sub(before)));
    double[] reached = Tensors.toDoubles(length(after));
    return IntStream.range(0, walking.length)
        .filter(i -> moved[i] > mode.tolerance() && reached[i] < mode.cap() * AT_THE_CAP)
        .map(i -> walking[i])
        .toArray();
  }

  /** The step to the boundary linearised at {@code origin + step}. */
  private Tensor refined(Tensor step) {
    ValueAndGradient reached = gap.roughly(projection.box().inside(origin.add(step)));
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
