package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.widemargin.results.Spread;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Condition;
import org.widemargin.study.Study;

/**
 * The paper's claims about MNIST, and what our numbers say of each. Leads are differences between
 * methods of the same seed, which share their data.
 */
public final class Claims {
  /** A lead counts as the paper's if it is at least this part of it. */
  private static final double ENOUGH = 0.8;

  private static final double USUAL_EPSILON = 0.1;

  private Claims() {}

  /**
   * A claim with what was found.
   *
   * @param study the study's name
   * @param source where it is stated
   * @param sentence the claim
   * @param stated the number stated; empty if there is none
   * @param ours our number, in words
   * @param rule by which the verdict is reached
   * @param verdict the verdict
   */
  public record Judged(
      String study,
      String source,
      String sentence,
      String stated,
      String ours,
      String rule,
      Verdict verdict) {}

  /**
   * Judges every claim.
   *
   * @param results of the studies there are
   * @return one for each claim, in the order of the paper
   */
  public static List<Judged> judge(List<StudyResults> results) {
    Map<String, Scores> scores = scores(results);
    List<Judged> judged = new ArrayList<>();
    for (Claim claim : all()) {
      Claim.Finding finding =
          Optional.ofNullable(scores.get(claim.study()))
              .map(claim.judge())
              .orElse(Claim.Finding.NONE);
      judged.add(
          new Judged(
              claim.study(),
              claim.source(),
              claim.sentence(),
              claim.stated(),
              finding.ours(),
              claim.rule(),
              finding.verdict()));
    }
    return judged;
  }

  /** The results of the protocol's studies, by name. */
  static Map<String, Scores> scores(List<StudyResults> results) {
    Map<String, Scores> scores = new LinkedHashMap<>();
    for (StudyResults each : results) {
      if (isOfTheProtocol(each.study())) {
        scores.put(each.study().name(), new Scores(each));
      }
    }
    return scores;
  }

  /** A study of the same name on other data says nothing of the paper's claims. */
  private static boolean isOfTheProtocol(Study study) {
    return Protocol.NAMES.contains(study.name())
        && study.datasets().equals(Protocol.study(study.name(), Budget.SMOKE).datasets());
  }

  private static List<Claim> all() {
    List<Claim> claims = new ArrayList<>(AccuracyClaims.all());
    claims.addAll(RobustnessClaims.all());
    claims.addAll(OtherClaims.all());
    return claims;
  }

  /** A lead against the paper's. */
  static Claim.Finding lead(Spread lead, double stated) {
    return from(lead, ENOUGH * stated);
  }

  /** A lead that agrees from some size on. */
  static Claim.Finding from(Spread lead, double least) {
    if (!lead.isMeasured()) {
      return Claim.Finding.NONE;
    }
    Verdict verdict = Verdict.DISAGREES;
    if (lead.mean() > 0 && lead.mean() >= least) {
      verdict = Verdict.AGREES;
    } else if (lead.mean() > 0) {
      verdict = Verdict.WEAKER;
    }
    return new Claim.Finding(Scores.points(lead), verdict);
  }

  /**
   * Leads that must all be there: the smallest decides. Where it is not enough, their mean does,
   * unless one of them is refuted by every seed. Nothing is said while one of them is not measured.
   */
  static Claim.Finding every(Map<String, Spread> leads) {
    return every(leads, Spread::mean);
  }

  /** The same where the worst seed decides: for what the paper calls significant. */
  static Claim.Finding clearly(Map<String, Spread> leads) {
    return every(leads, Spread::low);
  }

  private static Claim.Finding every(Map<String, Spread> leads, ToDoubleFunction<Spread> deciding) {
    if (leads.isEmpty() || leads.values().stream().anyMatch(lead -> !lead.isMeasured())) {
      return Claim.Finding.NONE;
    }
    Map.Entry<String, Spread> least =
        leads.entrySet().stream()
            .min(Comparator.comparingDouble(entry -> deciding.applyAsDouble(entry.getValue())))
            .orElseThrow();
    double mean = leads.values().stream().mapToDouble(Spread::mean).average().orElse(Double.NaN);
    boolean oneLoses = leads.values().stream().anyMatch(lead -> lead.high() < 0);
    Verdict verdict = Verdict.DISAGREES;
    if (deciding.applyAsDouble(least.getValue()) > 0) {
      verdict = Verdict.AGREES;
    } else if (mean > 0 && !oneLoses) {
      verdict = Verdict.WEAKER;
    }
    return new Claim.Finding(
        "least: %s, %s; mean of all: %s"
            .formatted(
                least.getKey(),
                Scores.points(least.getValue()),
                String.format(java.util.Locale.ROOT, "%+.1f", mean)),
        verdict);
  }

  static final String EVERY =
      "agrees if every mean lead is above 0, weaker if their mean is and none loses with all seeds";

  static final String CLEARLY =
      "agrees if every lead of every seed is above 0, weaker if the mean of all is and none loses"
          + " with all seeds";

  static String atLeast(double lead) {
    return "agrees from 80 %% of the paper's lead of %s points on, weaker above 0".formatted(lead);
  }

  static double usualEpsilon() {
    return USUAL_EPSILON;
  }

  static String condition(Condition condition) {
    if (condition.equals(Condition.CLEAN)) {
      return "all data, true labels";
    }
    List<String> parts = new ArrayList<>();
    if (condition.labelNoise() > 0) {
      parts.add("%s %% noise".formatted(Math.round(100 * condition.labelNoise())));
    }
    if (condition.trainFraction() < 1) {
      parts.add("%s %% of the data".formatted(100 * condition.trainFraction()));
    }
    return String.join(", ", parts);
  }

  static Claim claim(
      String study,
      String source,
      String sentence,
      String stated,
      String rule,
      Function<Scores, Claim.Finding> judge) {
    return new Claim(study, source, sentence, stated, rule, judge);
  }
}
