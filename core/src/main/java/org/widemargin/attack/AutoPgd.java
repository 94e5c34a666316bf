package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Scope;

/**
 * APGD, projected gradient descent that chooses its step sizes by itself (Croce and Hein, 2020; in
 * l1 Croce and Hein, 2021).
 *
 * <p>In l1 a run begins in a ball three times as large, then twice, and ends in the ball itself;
 * what it meets outside does not count.
 *
 * @param name the name in results
 * @param objective what is made large
 * @param iterations of each run, at least 1
 * @param restarts how many runs (for each target), at least 1
 * @param gradientSamples how many gradients are averaged at each point: 1, or more for randomised
 *     classifiers
 */
public record AutoPgd(
    String name, Objective objective, int iterations, int restarts, int gradientSamples)
    implements Attack {
  /** What APGD makes large. */
  public sealed interface Objective {
    /**
     * The same loss for every sample.
     *
     * @param loss which one
     */
    record Untargeted(AttackLoss loss) implements Objective {}

    /**
     * The targeted difference of logits ratio, for one class after the other in the order of the
     * clean logits; with fewer than four classes the targeted margin.
     *
     * @param classes how many classes at most
     */
    record Targeted(int classes) implements Objective {}
  }

  private static final int STANDARD_ITERATIONS = 100;
  private static final int STANDARD_TARGETS = 9;
  private static final int TARGETS_IN_L1 = 5;
  private static final int RESTARTS_IN_L1 = 5;

  /** Checks the ranges. */
  public AutoPgd {
    require(iterations >= 1, "%s: expected at least 1 iteration, found %d", name, iterations);
    require(restarts >= 1, "%s: expected at least 1 restart, found %d", name, restarts);
    require(
        gradientSamples >= 1,
        "%s: expected at least 1 gradient sample, found %d",
        name,
        gradientSamples);
    require(
        !(objective instanceof Objective.Targeted targeted) || targeted.classes() >= 1,
        "%s: expected at least 1 target class",
        name);
  }

  /**
   * APGD on the cross-entropy as in the standard suite.
   *
   * @param norm the norm of the attack: in l1 there are 5 restarts, otherwise one
   * @return the attack, {@code apgd-ce}
   */
  public static AutoPgd crossEntropy(Norm norm) {
    return untargeted("apgd-ce", UntargetedLoss.CROSS_ENTROPY, restarts(norm), 1);
  }

  /**
   * APGD on the difference of logits ratio.
   *
   * @param norm the norm of the attack: in l1 there are 5 restarts, otherwise one
   * @return the attack, {@code apgd-dlr}
   */
  public static AutoPgd ratio(Norm norm) {
    return untargeted("apgd-dlr", UntargetedLoss.DLR, restarts(norm), 1);
  }

  /**
   * APGD on the targeted difference of logits ratio as in the standard suite.
   *
   * @param norm the norm of the attack: in l1 there are 5 targets, otherwise 9
   * @return the attack, {@code apgd-t}
   */
  public static AutoPgd targeted(Norm norm) {
    int targets = norm.equals(Norm.L1) ? TARGETS_IN_L1 : STANDARD_TARGETS;
    return new AutoPgd("apgd-t", new Objective.Targeted(targets), STANDARD_ITERATIONS, 1, 1);
  }

  /**
   * One of the two attacks of the suite for randomised classifiers.
   *
   * @param attack with 20 gradients averaged at each point
   * @return the attack
   */
  static AutoPgd randomised(AutoPgd attack) {
    return new AutoPgd(
        attack.name(), attack.objective(), attack.iterations(), attack.restarts(), 20);
  }

  private static AutoPgd untargeted(
      String name, UntargetedLoss loss, int restarts, int gradientSamples) {
    return new AutoPgd(
        name, new Objective.Untargeted(loss), STANDARD_ITERATIONS, restarts, gradientSamples);
  }

  private static int restarts(Norm norm) {
    return norm.equals(Norm.L1) ? RESTARTS_IN_L1 : 1;
  }

  @Override
  public double passes(int classes) {
    double runs = restarts;
    if (objective instanceof Objective.Targeted targeted) {
      runs *= Math.min(targeted.classes(), classes - 1);
    }
    return runs * iterations * gradientSamples * GRADIENT;
  }

  @Override
  public Tensor search(AttackedBatch attacked) {
    BestPoints best = BestPoints.clean(attacked, UntargetedLoss.MARGIN);
    List<? extends AttackLoss> losses = losses(attacked);
    for (int target = 0; target < losses.size(); target++) {
      for (int restart = 0; restart < restarts && !attacked.isOver(); restart++) {
        try (Scope scope = Scope.open()) {
          climb(attacked, losses.get(target), "target" + target + "/start" + restart, best);
        }
      }
    }
    return best.points();
  }

  private List<? extends AttackLoss> losses(AttackedBatch attacked) {
    if (objective instanceof Objective.Targeted targeted) {
      long classes = attacked.cleanLogits().size(1);
      return Targets.of(attacked, targeted.classes()).stream()
          .map(each -> TargetedLoss.ratioOrMargin(each, classes))
          .toList();
    }
    return List.of(((Objective.Untargeted) objective).loss());
  }

  private void climb(AttackedBatch attacked, AttackLoss loss, String purpose, BestPoints best) {
    ThreatModel threat = attacked.threat();
    if (!threat.norm().equals(Norm.L1)) {
      Tensor start = Starts.onSurface(attacked, threat, purpose);
      new Ascent(attacked, threat, loss, gradientSamples, best).run(start, iterations);
      return;
    }
    int third = Math.max(1, (int) (0.3 * iterations));
    ThreatModel widest = threat.withEpsilon(3 * threat.epsilon());
    ThreatModel wider = threat.withEpsilon(2 * threat.epsilon());
    Tensor point = Starts.onSurface(attacked, widest, purpose);
    point = ascend(attacked, widest, loss, point, third);
    point = ascend(attacked, wider, loss, wider.project(attacked.origins(), point), third);
    new Ascent(attacked, threat, loss, gradientSamples, best)
        .run(threat.project(attacked.origins(), point), Math.max(1, iterations - 2 * third));
  }

  /** A run in a larger ball, whose points are only a start for the next one. */
  private Tensor ascend(
      AttackedBatch attacked, ThreatModel ball, AttackLoss loss, Tensor start, int iterationsHere) {
    BestPoints unused = BestPoints.clean(attacked, UntargetedLoss.MARGIN);
    return new Ascent(attacked, ball, loss, gradientSamples, unused).run(start, iterationsHere);
  }
}
