package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;

/**
 * The iterated fast gradient sign method (Kurakin et al., 2016; paper, section 4): {@code x_k =
 * Clip(x_(k-1) + alpha sign(gradient at x_(k-1)))} from the clean sample, the clip to the ball and
 * to the range. The paper asks for {@code k >= epsilon / alpha} steps, so that the surface of the
 * ball can be reached. In l2 and l1 the step is the steepest one of that norm.
 *
 * @param name the name in results
 * @param loss what is made large; the paper's is the cross-entropy
 * @param relativeStep alpha / epsilon, above 0
 * @param steps k, at least epsilon / alpha
 */
public record IteratedGradientSign(String name, AttackLoss loss, double relativeStep, int steps)
    implements Attack {
  /** The paper names no alpha; a tenth of epsilon leaves room to turn. */
  public static final double DEFAULT_RELATIVE_STEP = 0.1;

  /** Twice what is needed to reach the surface. */
  public static final int DEFAULT_STEPS = 20;

  /** Checks that the steps suffice to reach the surface of the ball. */
  public IteratedGradientSign {
    require(relativeStep > 0, "%s: expected alpha above 0, found %s epsilon", name, relativeStep);
    require(
        steps >= Math.ceil(1 / relativeStep - 1e-9),
        "%s: expected at least epsilon / alpha = %s steps, found %d",
        name,
        1 / relativeStep,
        steps);
  }

  /**
   * The paper's IFGSM.
   *
   * @return the attack on the cross-entropy with alpha = epsilon / 10 and 20 steps
   */
  public static IteratedGradientSign ifgsm() {
    return new IteratedGradientSign(
        "ifgsm", UntargetedLoss.CROSS_ENTROPY, DEFAULT_RELATIVE_STEP, DEFAULT_STEPS);
  }

  /**
   * The same attack on the logit margin, whose gradient does not vanish where the network is sure.
   *
   * @return the attack with IFGSM's budget
   */
  public static IteratedGradientSign onMargin() {
    return new IteratedGradientSign(
        "margin-attack", UntargetedLoss.MARGIN, DEFAULT_RELATIVE_STEP, DEFAULT_STEPS);
  }

  @Override
  public String title() {
    return name.equals("ifgsm") ? "IFGSM" : Attack.super.title();
  }

  @Override
  public double passes(int classes) {
    return steps * GRADIENT;
  }

  @Override
  public Tensor search(AttackedBatch attacked) {
    ThreatModel threat = attacked.threat();
    double alpha = relativeStep * threat.epsilon();
    Tensor point = attacked.origins().clone();
    for (int k = 1; k <= steps && !attacked.isOver(); k++) {
      try (Scope scope = Scope.open()) {
        Tensor gradient = attacked.differentiate(point, loss).gradient();
        Tensor direction = SteepestStep.direction(threat, point, gradient);
        Tensor next = Ops.add(point, direction, alpha);
        point.copy_(threat.project(attacked.origins(), next));
      }
    }
    return point;
  }
}
