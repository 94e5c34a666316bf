package org.widemargin.cli;

import java.util.List;
import org.widemargin.attack.HealthCheck;
import org.widemargin.attack.SuiteState;

/**
 * What {@code attack --json} gives.
 *
 * @param samples how many were evaluated
 * @param clean the share classified right without an attack
 * @param robust the share that withstands every attack
 * @param attacks in order
 * @param checks the evaluation's doubts about itself
 */
record AttackAnswer(
    int samples, double clean, double robust, List<Stage> attacks, List<Check> checks) {

  /**
   * One attack.
   *
   * @param name its name
   * @param robust the share of all samples that stands after it
   * @param attacked how many samples it was run on
   * @param broken how many of them it broke
   * @param seconds how long it took
   */
  record Stage(String name, double robust, int attacked, int broken, double seconds) {}

  /**
   * One doubt.
   *
   * @param name what was checked
   * @param verdict ok or suspect
   * @param figure what was measured
   * @param explanation what the figure is and when it is suspect
   */
  record Check(String name, HealthCheck.Verdict verdict, double figure, String explanation) {}

  static AttackAnswer of(SuiteState state, List<HealthCheck> checks) {
    List<Stage> stages =
        state.stages().stream()
            .map(
                stage ->
                    new Stage(
                        stage.name(),
                        stage.robust(),
                        stage.attacked(),
                        stage.broken(),
                        stage.seconds()))
            .toList();
    List<Check> answers =
        checks.stream()
            .map(
                check ->
                    new Check(check.name(), check.verdict(), check.figure(), check.explanation()))
            .toList();
    return new AttackAnswer(
        state.verdicts().size(), state.clean(), state.robust(), stages, answers);
  }
}
