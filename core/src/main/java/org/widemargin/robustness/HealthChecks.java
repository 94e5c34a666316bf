package org.widemargin.robustness;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.evaluate.Accuracy;

/** Judgements on the results of attacks that ought to stand in a certain order. */
public final class HealthChecks {
  /** Room for the rounding of shares. */
  private static final double ROUNDING = 1e-9;

  private static final double LOSS_CHOICE = 0.02;
  private static final double GRADIENT_FREE = 0.002;
  private static final double NOT_CONVERGED = 0.005;
  private static final int A_FEW_SAMPLES = 3;

  /** Attacks that follow no gradient, or only once. */
  private static final Set<String> WITHOUT_STEPS = Set.of("uniform-noise", "fgsm", "square");

  private HealthChecks() {}

  /**
   * The losses are judged by attacks of equal budget.
   *
   * @param crossEntropy an attack on the cross-entropy
   * @param margin the same on the margin or the difference of logits ratio
   * @return suspect if the second breaks more than 2 points more
   */
  public static HealthCheck lossChoice(AttackResult crossEntropy, AttackResult margin) {
    return HealthCheck.atMost(
        "loss choice",
        crossEntropy.robustAccuracy() - margin.robustAccuracy(),
        LOSS_CHOICE + ROUNDING,
        "accuracy after an attack on the cross-entropy less that after the same attack on the logit"
            + " margin; above 0.02 the cross-entropy's gradient is masked");
  }

  /**
   * One step must not do better than many.
   *
   * @param oneStep FGSM
   * @param iterated an iterated attack in the same ball
   * @return suspect if the first breaks more
   */
  public static HealthCheck oneStepBetter(AttackResult oneStep, AttackResult iterated) {
    return HealthCheck.atMost(
        "one step better than many",
        iterated.robustAccuracy() - oneStep.robustAccuracy(),
        ROUNDING,
        "accuracy after an iterated attack less that after FGSM; above 0 gradients mislead");
  }

  /**
   * Random points must not do better than an attack.
   *
   * @param noise uniform noise
   * @param attack an attack in the same ball
   * @return suspect if the first breaks more
   */
  public static HealthCheck noiseBetter(AttackResult noise, AttackResult attack) {
    return HealthCheck.atMost(
        "noise better",
        attack.robustAccuracy() - noise.robustAccuracy(),
        ROUNDING,
        "accuracy after an attack less that in random noise of the same size; above 0 gradients"
            + " mislead");
  }

  /**
   * A gradient-free attack must not find what those with gradients missed.
   *
   * @param lowered by how much Square lowers the robust accuracy after the white-box attacks
   * @return suspect above 0.2 points
   */
  public static HealthCheck gradientFreeBetter(double lowered) {
    return HealthCheck.atMost(
        "gradient-free better",
        lowered,
        GRADIENT_FREE + ROUNDING,
        "share of samples that Square breaks after the attacks with gradients; above 0.002 gradients"
            + " are masked");
  }

  /**
   * The same from a finished suite.
   *
   * @param state of a suite with Square after other attacks
   * @return the check, or none if Square was not run after one that follows gradients step by step
   */
  public static List<HealthCheck> gradientFreeBetter(SuiteState state) {
    List<HealthCheck> checks = new ArrayList<>();
    boolean followed = false;
    for (SuiteState.Stage stage : state.stages()) {
      if (followed && stage.name().equals("square")) {
        checks.add(gradientFreeBetter(stage.broken() / (double) state.verdicts().size()));
      }
      followed |= !WITHOUT_STEPS.contains(stage.name());
    }
    return List.copyOf(checks);
  }

  /**
   * Examples from another network must not do better than an attack on this one.
   *
   * @param whiteBox the attack on the classifier itself, of the same ball
   * @param transferred how the classifier does on examples made elsewhere of the same samples, in
   *     the same order
   * @return suspect if more than three samples stand the first and not the second
   */
  public static HealthCheck blackBoxBetter(AttackResult whiteBox, Accuracy transferred) {
    int missed = 0;
    for (int i = 0; i < whiteBox.outcomes().size(); i++) {
      boolean stands = whiteBox.outcomes().get(i).status() == Status.STANDING;
      missed += stands && !transferred.isCorrect(i) ? 1 : 0;
    }
    return HealthCheck.atMost(
        "black box better",
        missed,
        A_FEW_SAMPLES,
        "number of samples broken by examples of another network but not by the attack on this one;"
            + " above 3 gradients are masked");
  }

  /**
   * With the whole range allowed nothing can stand.
   *
   * @param accuracy after an attack that may reach every valid input
   * @param classes the number of classes
   * @return suspect above chance
   */
  public static HealthCheck unbounded(double accuracy, int classes) {
    return HealthCheck.atMost(
        "unbounded",
        accuracy,
        1.0 / classes + ROUNDING,
        "accuracy after an attack that may reach every valid input; above chance the attack does"
            + " not work here");
  }

  /**
   * More iterations must not help much.
   *
   * @param attack an attack
   * @param twice the same with twice the iterations or restarts
   * @return suspect if the second breaks more than half a point more
   */
  public static HealthCheck notConverged(AttackResult attack, AttackResult twice) {
    return HealthCheck.atMost(
        "not converged",
        Math.abs(attack.robustAccuracy() - twice.robustAccuracy()),
        NOT_CONVERGED + ROUNDING,
        "change of the accuracy when the iterations are doubled; above 0.005 more are needed");
  }

  /**
   * Accuracy must fall with epsilon.
   *
   * @param accuracies after the same attack at ascending epsilons
   * @return suspect if one is higher than the one before
   */
  public static HealthCheck largerEpsilon(List<Double> accuracies) {
    double rise = 0;
    for (int i = 1; i < accuracies.size(); i++) {
      rise = Math.max(rise, accuracies.get(i) - accuracies.get(i - 1));
    }
    return HealthCheck.atMost(
        "larger epsilon",
        rise,
        ROUNDING,
        "largest rise of the accuracy as epsilon grows; above 0 the attack fails in larger balls");
  }

  /**
   * What was adversarial on the way must be so at the end.
   *
   * @param results of attacks
   * @return suspect if a sample was not confirmed
   */
  public static HealthCheck silentSuccess(List<AttackResult> results) {
    return silentSuccess(results.stream().mapToInt(AttackResult::unconfirmed).sum());
  }

  /**
   * The same from a suite.
   *
   * @param state of a suite
   * @return suspect if a sample was not confirmed
   */
  public static HealthCheck silentSuccess(SuiteState state) {
    return silentSuccess(state.stages().stream().mapToInt(SuiteState.Stage::unconfirmed).sum());
  }

  private static HealthCheck silentSuccess(int unconfirmed) {
    return HealthCheck.atMost(
        "silent success",
        unconfirmed,
        0,
        "number of samples that were adversarial on the way but not when tested again; above 0 the"
            + " classifier is random or depends on the batch");
  }
}
