package org.widemargin.robustness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a user is told about a classifier's robustness, with the doubts beside the number.
 *
 * @param samples how many samples were evaluated
 * @param clean the share classified right without an attack
 * @param cleanTopFive the share whose class is among the five first without an attack; null of five
 *     classes or fewer
 * @param robust the share that stood all attacks
 * @param attacks what was left after each, in order
 * @param checks the evaluator's doubts about the result
 */
public record AttackReport(
    int samples,
    double clean,
    @Nullable Double cleanTopFive,
    double robust,
    List<Line> attacks,
    List<HealthCheck> checks) {
  /**
   * One attack.
   *
   * @param name its name
   * @param robust the share of all samples that stood after it
   * @param topFive the share of all samples whose class is among the five first, where each is at
   *     the point that broke it or stands; null of five classes or fewer
   * @param seconds how long it took
   */
  public record Line(String name, double robust, @Nullable Double topFive, double seconds) {
    /**
     * Of five classes or fewer.
     *
     * @param name its name
     * @param robust the share of all samples that stood after it
     * @param seconds how long it took
     */
    public Line(String name, double robust, double seconds) {
      this(name, robust, /* topFive= */ null, seconds);
    }
  }

  /**
   * Of five classes or fewer.
   *
   * @param samples how many samples were evaluated
   * @param clean the share classified right without an attack
   * @param robust the share that stood all attacks
   * @param attacks what was left after each, in order
   * @param checks the evaluator's doubts about the result
   */
  public AttackReport(
      int samples, double clean, double robust, List<Line> attacks, List<HealthCheck> checks) {
    this(samples, clean, /* cleanTopFive= */ null, robust, attacks, checks);
  }

  /** Copies the lists. */
  public AttackReport {
    attacks = List.copyOf(attacks);
    checks = List.copyOf(checks);
  }

  /**
   * Draws the sum of a suite and a probe. Where both checked the same, the worse figure stays.
   *
   * @param state of a suite
   * @param probed the checks of a {@link HealthProbe} on the same classifier
   * @return the report
   */
  public static AttackReport of(SuiteState state, List<HealthCheck> probed) {
    List<HealthCheck> ofSuite = new ArrayList<>(HealthChecks.gradientFreeBetter(state));
    ofSuite.add(HealthChecks.silentSuccess(state));
    List<HealthCheck> checks = new ArrayList<>();
    for (HealthCheck check : probed) {
      Optional<HealthCheck> same = take(ofSuite, check.name());
      checks.add(same.filter(other -> other.figure() > check.figure()).orElse(check));
    }
    checks.addAll(ofSuite);
    return new AttackReport(
        state.verdicts().size(),
        state.clean(),
        state.cleanTopFive(),
        state.robust(),
        state.stages().stream()
            .map(stage -> new Line(stage.name(), stage.robust(), stage.topFive(), stage.seconds()))
            .toList(),
        checks);
  }

  private static Optional<HealthCheck> take(List<HealthCheck> checks, String name) {
    Optional<HealthCheck> found =
        checks.stream().filter(check -> check.name().equals(name)).findFirst();
    found.ifPresent(checks::remove);
    return found;
  }
}
