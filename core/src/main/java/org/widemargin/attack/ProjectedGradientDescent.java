package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Projected gradient descent from random points of the ball (Madry et al., 2018), with momentum if
 * wanted (Dong et al., 2018): the gradient, scaled to an l1 length of 1, is added to the velocity
 * times the momentum, and the step follows the velocity.
 *
 * @param name the name in results
 * @param loss what is made large
 * @param relativeStep the step's length over epsilon, above 0
 * @param steps of each run, at least 1
 * @param restarts how many runs, each from another point, at least 1
 * @param momentum from 0 for none to below 1
 */
public record ProjectedGradientDescent(
    String name, AttackLoss loss, double relativeStep, int steps, int restarts, double momentum)
    implements Attack {
  /** Checks the ranges. */
  public ProjectedGradientDescent {
    require(relativeStep > 0, "%s: expected a step above 0, found %s epsilon", name, relativeStep);
    require(steps >= 1, "%s: expected at least 1 step, found %d", name, steps);
    require(restarts >= 1, "%s: expected at least 1 restart, found %d", name, restarts);
    require(
        momentum >= 0 && momentum < 1,
        "%s: expected a momentum from 0 to below 1, found %s",
        name,
        momentum);
  }

  /**
   * The usual one.
   *
   * @return 40 steps of epsilon / 10 on the cross-entropy from one random point
   */
  public static ProjectedGradientDescent standard() {
    return on(UntargetedLoss.CROSS_ENTROPY, 40);
  }

  /**
   * One run without momentum.
   *
   * @param loss what is made large
   * @param steps how many
   * @return steps of epsilon / 10
   */
  public static ProjectedGradientDescent on(UntargetedLoss loss, int steps) {
    String suffix = loss == UntargetedLoss.CROSS_ENTROPY ? "" : "-" + loss;
    return new ProjectedGradientDescent("pgd" + suffix, loss, 0.1, steps, 1, 0);
  }

  /**
   * Several runs without momentum. Together the steps are as long as in Madry et al.: two and a
   * half times epsilon, enough to cross the ball and turn back.
   *
   * @param loss what is made large
   * @param steps of each run, at least 1
   * @param restarts how many runs, at least 1
   * @return the attack, its effort in its name
   */
  public static ProjectedGradientDescent on(UntargetedLoss loss, int steps, int restarts) {
    require(steps >= 1, "pgd: expected at least 1 step, found %d", steps);
    String name = String.format(Locale.ROOT, "%s-%dx%d", on(loss, steps).name(), steps, restarts);
    return new ProjectedGradientDescent(name, loss, 2.5 / steps, steps, restarts, 0);
  }

  @Override
  public double passes(int classes) {
    return (double) restarts * steps * GRADIENT;
  }

  @Override
  public Tensor search(AttackedBatch attacked) {
    BestPoints best = BestPoints.clean(attacked, loss);
    for (int restart = 0; restart < restarts && !attacked.isOver(); restart++) {
      try (Scope scope = Scope.open()) {
        climb(attacked, Starts.inBall(attacked, "start" + restart), best);
      }
    }
    return best.points();
  }

  private void climb(AttackedBatch attacked, Tensor point, BestPoints best) {
    ThreatModel threat = attacked.threat();
    Tensor velocity = Tensors.fullLike(point, 0);
    for (int step = 0; step <= steps && !attacked.isOver(); step++) {
      try (Scope scope = Scope.open()) {
        Look look = attacked.differentiate(point, loss);
        best.offer(point, Tensors.toDoubles(look.loss()));
        if (step < steps) {
          velocity.copy_(accelerated(velocity, look.gradient()));
          Tensor direction = SteepestStep.direction(threat, point, velocity);
          Tensor next = Ops.add(point, direction, relativeStep * threat.epsilon());
          point.copy_(threat.project(attacked.origins(), next));
        }
      }
    }
  }

  private Tensor accelerated(Tensor velocity, Tensor gradient) {
    if (momentum == 0) {
      return gradient;
    }
    Tensor length = Norm.L1.perSample(gradient);
    Tensor scale = Ops.maskedFill(length.reciprocal(), Ops.eq(length, 0), 0);
    return Ops.mul(velocity, momentum).add(gradient.mul(PerSample.broadcast(scale, gradient)));
  }
}
