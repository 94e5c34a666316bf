package org.widemargin.attack;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/**
 * APGD's rule in l-inf and l2 (Croce and Hein, 2020): steps with momentum that start at twice
 * epsilon; at checkpoints that come closer and closer, a sample that made too little progress
 * halves its step and goes back to its best point.
 */
final class HalvingStepRule implements StepRule {
  private static final double FIRST_PERIOD = 0.22;
  private static final double PERIOD_DECREASE = 0.03;
  private static final double LEAST_PERIOD = 0.06;
  private static final double ENOUGH_RISES = 0.75;
  private static final double MOMENTUM = 0.75;

  private final ThreatModel ball;
  private final Tensor origins;
  private final int decrease;
  private final int leastPeriod;
  private final double[] stepSizes;
  private final int[] rises;
  private final boolean[] halvedLast;
  private final double[] bestAtCheck;
  private final Tensor previous;
  private int period;
  private int nextCheck;
  private boolean first = true;

  HalvingStepRule(AttackedBatch attacked, ThreatModel ball, int iterations) {
    this.ball = ball;
    this.origins = attacked.origins();
    this.period = Math.max((int) (FIRST_PERIOD * iterations), 1);
    this.decrease = Math.max((int) (PERIOD_DECREASE * iterations), 1);
    this.leastPeriod = Math.max((int) (LEAST_PERIOD * iterations), 1);
    this.nextCheck = period;
    this.stepSizes = new double[attacked.size()];
    Arrays.fill(stepSizes, 2 * ball.epsilon());
    this.rises = new int[attacked.size()];
    this.halvedLast = new boolean[attacked.size()];
    // Nothing was seen before the first check, so standing still cannot be held against a sample.
    Arrays.fill(halvedLast, true);
    this.bestAtCheck = new double[attacked.size()];
    this.previous = origins.clone();
  }

  @Override
  public Tensor step(Tensor point, Tensor gradient) {
    Tensor sizes = Tensors.like(point, stepSizes, stepSizes.length);
    Tensor direction = SteepestStep.direction(ball, point, gradient);
    Tensor ahead =
        ball.project(origins, point.add(direction.mul(PerSample.broadcast(sizes, direction))));
    Tensor next = ahead;
    if (!first) {
      Tensor towards = Ops.add(point, ahead.sub(point), MOMENTUM);
      next = ball.project(origins, Ops.add(towards, point.sub(previous), 1 - MOMENTUM));
    }
    first = false;
    previous.copy_(point);
    return next;
  }

  @Override
  public int[] judge(int iteration, double[] before, double[] after, BestPoints best) {
    for (int i = 0; i < rises.length; i++) {
      rises[i] += after[i] > before[i] ? 1 : 0;
    }
    if (iteration < nextCheck) {
      return new int[0];
    }
    int[] slow = IntStream.range(0, rises.length).filter(i -> isSlow(i, best.score(i))).toArray();
    Arrays.fill(halvedLast, false);
    for (int i : slow) {
      stepSizes[i] /= 2;
      halvedLast[i] = true;
    }
    // The momentum of a sample that goes back begins anew.
    BestPoints.copyRows(previous, best.points(), slow);
    for (int i = 0; i < rises.length; i++) {
      rises[i] = 0;
      bestAtCheck[i] = best.score(i);
    }
    period = Math.max(period - decrease, leastPeriod);
    nextCheck += period;
    return slow;
  }

  private boolean isSlow(int sample, double bestScore) {
    boolean rarelyRose = rises[sample] <= ENOUGH_RISES * period;
    boolean stoodStill = !halvedLast[sample] && bestAtCheck[sample] >= bestScore;
    return rarelyRose || stoodStill;
  }
}
