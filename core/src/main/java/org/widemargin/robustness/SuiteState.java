package org.widemargin.robustness;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.attack.Attack;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.SampleOutcome;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Decision;

/**
 * How far a suite of attacks has come, and so also its result: written after each stage, it is all
 * that is needed to go on after an interruption with the same result as without one.
 *
 * @param dataset the SHA-256 of the data set
 * @param norm of the threat model
 * @param epsilon of the threat model
 * @param seed of all random numbers
 * @param attacks the names of all attacks, in order
 * @param stages those that have run, in order
 * @param verdicts one for each sample, in order
 * @param cleanTopFive the share of samples whose class is among the five first without an attack;
 *     null of five classes or fewer, and in states of earlier versions
 */
public record SuiteState(
    String dataset,
    String norm,
    double epsilon,
    long seed,
    List<String> attacks,
    List<Stage> stages,
    List<Verdict> verdicts,
    @Nullable Double cleanTopFive) {
  /**
   * What one attack did.
   *
   * @param name the attack's name
   * @param robust the share of all samples that still stand after it
   * @param attacked how many samples it was run on
   * @param broken how many of them it broke
   * @param unconfirmed how many were adversarial on the way but not when tested again
   * @param seconds how long it took
   * @param topFive the share of all samples whose class is among the five first, as {@link
   *     Verdict#topFive} says; null where the state has no such share
   */
  public record Stage(
      String name,
      double robust,
      int attacked,
      int broken,
      int unconfirmed,
      double seconds,
      @Nullable Double topFive) {
    /**
     * Of five classes or fewer.
     *
     * @param name the attack's name
     * @param robust the share of all samples that still stand after it
     * @param attacked how many samples it was run on
     * @param broken how many of them it broke
     * @param unconfirmed how many were adversarial on the way but not when tested again
     * @param seconds how long it took
     */
    public Stage(
        String name, double robust, int attacked, int broken, int unconfirmed, double seconds) {
      this(name, robust, attacked, broken, unconfirmed, seconds, /* topFive= */ null);
    }
  }

  /**
   * What became of one sample.
   *
   * @param sample its index in the data set
   * @param status the verdict so far
   * @param brokenBy the name of the attack that broke it; null if none did
   * @param distance of the adversarial point, or of the last attack's best; 0 if not attacked
   * @param topFive whether the class is among the five first, both clean and at the point that
   *     broke the sample; a sample that is misclassified clean is not moved, and counts as it is.
   *     Null of five classes or fewer, and in states of earlier versions
   */
  public record Verdict(
      int sample,
      Status status,
      @Nullable String brokenBy,
      double distance,
      @Nullable Boolean topFive) {
    /**
     * Of five classes or fewer.
     *
     * @param sample its index in the data set
     * @param status the verdict so far
     * @param brokenBy the name of the attack that broke it; null if none did
     * @param distance of the adversarial point, or of the last attack's best; 0 if not attacked
     */
    public Verdict(int sample, Status status, @Nullable String brokenBy, double distance) {
      this(sample, status, brokenBy, distance, /* topFive= */ null);
    }

    private boolean foundAmong() {
      return Boolean.TRUE.equals(topFive);
    }
  }

  /**
   * Of five classes or fewer.
   *
   * @param dataset the SHA-256 of the data set
   * @param norm of the threat model
   * @param epsilon of the threat model
   * @param seed of all random numbers
   * @param attacks the names of all attacks, in order
   * @param stages those that have run, in order
   * @param verdicts one for each sample, in order
   */
  public SuiteState(
      String dataset,
      String norm,
      double epsilon,
      long seed,
      List<String> attacks,
      List<Stage> stages,
      List<Verdict> verdicts) {
    this(dataset, norm, epsilon, seed, attacks, stages, verdicts, /* cleanTopFive= */ null);
  }

  /** Copies the lists and checks that there is a sample. */
  public SuiteState {
    attacks = List.copyOf(attacks);
    stages = List.copyOf(stages);
    verdicts = List.copyOf(verdicts);
    require(!verdicts.isEmpty(), "expected at least one sample, found none");
    require(
        stages.size() <= attacks.size()
            && stages.stream().map(Stage::name).toList().equals(attacks.subList(0, stages.size())),
        "expected stages in the order of the attacks %s, found %s",
        attacks,
        stages.stream().map(Stage::name).toList());
  }

  /**
   * The share of samples classified right without an attack.
   *
   * @return from 0 to 1
   */
  public double clean() {
    long wrong = verdicts.stream().filter(each -> each.status() == Status.MISCLASSIFIED).count();
    return (verdicts.size() - wrong) / (double) verdicts.size();
  }

  /**
   * The share of samples that still stand: the worst case for each sample over all attacks so far.
   *
   * @return from 0 to 1
   */
  public double robust() {
    return standing().length / (double) verdicts.size();
  }

  /**
   * The samples that still stand.
   *
   * @return their indices in the data set, in order
   */
  public int[] standing() {
    return verdicts.stream()
        .filter(each -> each.status() == Status.STANDING)
        .mapToInt(Verdict::sample)
        .toArray();
  }

  static SuiteState begin(
      Dataset dataset, ThreatModel threat, long seed, List<Attack> attacks, AttackResult clean) {
    boolean countsTopFive = dataset.classes() > Decision.TOP_FIVE;
    List<Verdict> verdicts =
        clean.outcomes().stream()
            .map(
                outcome ->
                    new Verdict(
                        outcome.sample(),
                        outcome.status(),
                        null,
                        0,
                        countsTopFive ? outcome.topFive() : null))
            .toList();
    return new SuiteState(
        dataset.sha256(),
        threat.norm().toString(),
        threat.epsilon(),
        seed,
        attacks.stream().map(Attack::name).toList(),
        List.of(),
        verdicts,
        countsTopFive ? foundAmong(verdicts) : null);
  }

  /** The state after one more stage, which ran on the samples that stood. */
  SuiteState after(AttackResult result) {
    Map<Integer, SampleOutcome> outcomes = new HashMap<>();
    result.outcomes().forEach(outcome -> outcomes.put(outcome.sample(), outcome));
    List<Verdict> updated =
        verdicts.stream().map(old -> updated(old, outcomes.get(old.sample()), result)).toList();
    int attacked = result.outcomes().size();
    int broken = result.count(Status.BROKEN);
    return with(updated, result.attack(), attacked, broken, result.unconfirmed(), result.seconds());
  }

  /** The state after a stage that found no sample standing. */
  SuiteState afterNothing(String attack) {
    return with(verdicts, attack, 0, 0, 0, 0);
  }

  private SuiteState with(
      List<Verdict> updated,
      String attack,
      int attacked,
      int broken,
      int unconfirmed,
      double seconds) {
    long left = updated.stream().filter(each -> each.status() == Status.STANDING).count();
    double robust = left / (double) updated.size();
    List<Stage> more = new ArrayList<>(stages);
    Double topFive = cleanTopFive == null ? null : foundAmong(updated);
    more.add(new Stage(attack, robust, attacked, broken, unconfirmed, seconds, topFive));
    return new SuiteState(dataset, norm, epsilon, seed, attacks, more, updated, cleanTopFive);
  }

  private static Double foundAmong(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict::foundAmong).count() / (double) verdicts.size();
  }

  private static Verdict updated(
      Verdict old, @Nullable SampleOutcome outcome, AttackResult result) {
    if (outcome == null || old.status() != Status.STANDING) {
      return old;
    }
    boolean broken = outcome.status() != Status.STANDING;
    return new Verdict(
        old.sample(),
        broken ? Status.BROKEN : Status.STANDING,
        broken ? result.attack() : null,
        outcome.distance(),
        // Of a sample that still stands no point in the ball takes the first place from its class.
        old.topFive() == null ? null : Boolean.valueOf(!broken || outcome.topFive()));
  }

  /** Checks that a stored state belongs to a run. */
  void requireFits(
      String sha256, ThreatModel threat, long runSeed, List<Attack> run, int[] chosen) {
    requireSame("data set (SHA-256)", dataset, sha256);
    requireSame("norm", norm, threat.norm().toString());
    requireSame("epsilon", epsilon, threat.epsilon());
    requireSame("seed", seed, runSeed);
    requireSame("attacks", attacks, run.stream().map(Attack::name).toList());
    require(
        Arrays.equals(verdicts.stream().mapToInt(Verdict::sample).toArray(), chosen),
        "cannot go on with the stored evaluation: it was made on other samples");
  }

  private static void requireSame(String what, Object stored, Object wanted) {
    require(
        stored.equals(wanted),
        "cannot go on with the stored evaluation: expected %s %s, found %s; give the same options,"
            + " or another output",
        what,
        wanted,
        stored);
  }
}
