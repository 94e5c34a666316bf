package org.widemargin.boundary;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/**
 * Walks that went so far past the boundary that the formula, linear where they ended, puts their
 * samples on its other side. On such a way the gap changes its sign, so that it crosses the
 * boundary for certain: the distance is then that of a crossing. It does so at once where the
 * surface turns flat behind the boundary, and the formula divides by almost 0.
 *
 * @param gap as a function of the points
 * @param origin the samples, {@code [M, ...]}
 * @param step from the samples to where the walks ended, {@code [M, ...]}
 * @param startGap at the samples, {@code [M]}
 * @param distance as seen from a point
 */
record Overshoot(GapAt gap, Tensor origin, Tensor step, Tensor startGap, DistanceAtPoint distance) {
  /** Below the resolution of float32. */
  private static final int HALVINGS = 24;

  /**
   * Puts samples back on their side. Nothing is differentiated here.
   *
   * @param found by the formula, {@code [M]}
   * @return the same where the sign is that of the gap at the sample, or one of them has none
   */
  Tensor corrected(Tensor found) {
    int[] wrong = wrong(found);
    if (wrong.length == 0) {
      return found;
    }
    Tensor distances = atCrossing(Tensors.labels(found, Arrival.filled(wrong)));
    return found
        .detach()
        .index_copy(0, Tensors.labels(found, wrong), distances.narrow(0, 0, wrong.length));
  }

  private int[] wrong(Tensor found) {
    double[] distances = Tensors.toDoubles(found);
    double[] gaps = Tensors.toDoubles(startGap);
    return IntStream.range(0, gaps.length)
        .filter(i -> Math.signum(distances[i]) * Math.signum(gaps[i]) < 0)
        .toArray();
  }

  /** By bisection of the way, at whose ends the gap has different signs. */
  private Tensor atCrossing(Tensor rows) {
    GapAt some = gap.of(rows);
    Tensor from = origin.index_select(0, rows);
    Tensor way = step.index_select(0, rows).detach();
    Tensor side = startGap.index_select(0, rows).sign();
    Tensor before = Tensors.fullLike(side, 0);
    Tensor beyond = Tensors.fullLike(side, 1);
    for (int i = 0; i < HALVINGS; i++) {
      Tensor middle = Ops.mul(before.add(beyond), 0.5);
      Tensor point = from.add(way.mul(PerSample.broadcast(middle, way)));
      Tensor own = Ops.gt(some.value(point).mul(side), 0);
      before = Ops.where(own, middle, before);
      beyond = Ops.where(own, beyond, middle);
    }
    return side.mul(beyond).mul(distance.length(way));
  }
}
