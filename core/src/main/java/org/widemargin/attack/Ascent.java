package org.widemargin.attack;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** One run of APGD: uphill from a start, with the step sizes and restarts of a {@link StepRule}. */
final class Ascent {
  private final AttackedBatch attacked;
  private final ThreatModel ball;
  private final AttackLoss loss;
  private final int gradientSamples;
  private final BestPoints nearestToBroken;

  /**
   * Prepares a run.
   *
   * @param ball where it may go, which may be larger than the batch's
   * @param loss what it makes large
   * @param gradientSamples how many gradients are averaged at each point
   * @param nearestToBroken takes note of the points with the highest logit margin
   */
  Ascent(
      AttackedBatch attacked,
      ThreatModel ball,
      AttackLoss loss,
      int gradientSamples,
      BestPoints nearestToBroken) {
    this.attacked = attacked;
    this.ball = ball;
    this.loss = loss;
    this.gradientSamples = gradientSamples;
    this.nearestToBroken = nearestToBroken;
  }

  /**
   * Climbs.
   *
   * @param start {@code [N, ...]}, inside the ball and the range
   * @param iterations how many steps
   * @return the points of the highest loss
   */
  Tensor run(Tensor start, int iterations) {
    StepRule rule =
        ball.norm().equals(Norm.L1)
            ? new SparseStepRule(attacked, ball, iterations)
            : new HalvingStepRule(attacked, ball, iterations);
    Tensor point = start.clone();
    Tensor gradient = Tensors.fullLike(start, 0);
    double[] losses = new double[attacked.size()];
    look(point, gradient, losses);
    BestPoints best = new BestPoints(point, losses);
    Tensor bestGradient = gradient.clone();
    for (int k = 0; k < iterations && !attacked.isOver(); k++) {
      try (Scope scope = Scope.open()) {
        double[] before = losses.clone();
        point.copy_(rule.step(point, gradient));
        look(point, gradient, losses);
        int[] better = best.offer(point, losses);
        BestPoints.copyRows(bestGradient, gradient, better);
        int[] restarted = rule.judge(k + 1, before, losses, best);
        BestPoints.copyRows(point, best.points(), restarted);
        BestPoints.copyRows(gradient, bestGradient, restarted);
        Arrays.stream(restarted).forEach(i -> losses[i] = best.score(i));
      }
    }
    return best.points();
  }

  /** Writes the gradient and the losses at the points. */
  private void look(Tensor point, Tensor gradient, double[] losses) {
    try (Scope scope = Scope.open()) {
      Look first = attacked.differentiate(point, loss);
      Tensor sum = first.gradient();
      Tensor lossSum = first.loss();
      for (int i = 1; i < gradientSamples; i++) {
        Look next = attacked.differentiate(point, loss);
        sum = sum.add(next.gradient());
        lossSum = lossSum.add(next.loss());
      }
      gradient.copy_(Ops.mul(sum, 1.0 / gradientSamples));
      double[] found = Tensors.toDoubles(Ops.mul(lossSum, 1.0 / gradientSamples));
      System.arraycopy(found, 0, losses, 0, found.length);
      if (ball.epsilon() <= attacked.threat().epsilon()) {
        nearestToBroken.offer(point, first.scores(UntargetedLoss.MARGIN, attacked.labels()));
      }
    }
  }
}
