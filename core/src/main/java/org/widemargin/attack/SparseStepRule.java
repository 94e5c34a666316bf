package org.widemargin.attack;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/**
 * APGD's rule in l1 (Croce and Hein, 2021): each step changes only the elements of the largest
 * gradients, as many as two thirds of those that the best point changes; at every check a sample
 * whose best point became sparser starts again from it with the full step, the others shorten
 * theirs.
 */
final class SparseStepRule implements StepRule {
  private static final double PERIOD = 0.04;
  private static final double FIRST_SHARE = 0.2;
  private static final double SHRINK = 1.5;
  private static final double SPARSER = 0.95;
  private static final double LEAST_STEP = 0.1;

  private final ThreatModel ball;
  private final Tensor origins;
  private final int elements;
  private final int period;
  private final double[] stepSizes;
  private final double[] shares;
  private final double[] changed;

  SparseStepRule(AttackedBatch attacked, ThreatModel ball, int iterations) {
    this.ball = ball;
    this.origins = attacked.origins();
    this.elements = Math.toIntExact(origins.numel() / attacked.size());
    this.period = Math.max((int) (PERIOD * iterations), 1);
    this.stepSizes = new double[attacked.size()];
    this.shares = new double[attacked.size()];
    this.changed = new double[attacked.size()];
    Arrays.fill(stepSizes, ball.epsilon());
    Arrays.fill(shares, FIRST_SHARE);
    Arrays.fill(changed, elements);
  }

  @Override
  public Tensor step(Tensor point, Tensor gradient) {
    Tensor movable = ball.box().movable(point, gradient);
    Tensor flat = PerSample.flatten(movable);
    Tensor sorted = flat.abs().gather(1, PerSample.argsortDescending(flat.abs()));
    int[] last = new int[shares.length];
    for (int i = 0; i < last.length; i++) {
      // Rounded, so that two changed elements can become one.
      last[i] = (int) Math.min(Math.max(Math.round(shares[i] * elements), 1), elements) - 1;
    }
    Tensor threshold = PerSample.gather(sorted, Tensors.labels(sorted, last)).unsqueeze(1);
    Tensor chosen = Ops.maskedFill(flat, flat.abs().lt(threshold), 0).sign();
    Tensor count = Ops.clampMin(PerSample.sum(chosen.abs()), 1);
    Tensor sizes = Tensors.like(point, stepSizes, stepSizes.length);
    Tensor move = chosen.mul(sizes.div(count).unsqueeze(1)).reshape(Tensors.shape(point));
    return ball.project(origins, point.add(move));
  }

  @Override
  public int[] judge(int iteration, double[] before, double[] after, BestPoints best) {
    if (iteration % period != 0) {
      return new int[0];
    }
    Tensor moved = best.points().sub(origins).ne(Tensors.fullLike(origins, 0));
    double[] now = Tensors.toDoubles(PerSample.sum(ElementTypes.typeAs(moved, origins)));
    int[] sparser =
        IntStream.range(0, now.length).filter(i -> now[i] / changed[i] < SPARSER).toArray();
    for (int i = 0; i < now.length; i++) {
      shares[i] = now[i] / elements / SHRINK;
      stepSizes[i] = Math.max(stepSizes[i] / SHRINK, LEAST_STEP * ball.epsilon());
      changed[i] = Math.max(now[i], 1);
    }
    Arrays.stream(sparser).forEach(i -> stepSizes[i] = ball.epsilon());
    return sparser;
  }
}
