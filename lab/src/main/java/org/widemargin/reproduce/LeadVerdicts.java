package org.widemargin.reproduce;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.widemargin.results.Spread;

/** What leads say of a claim, and the rules by which they do, in words. */
final class LeadVerdicts {
  /** Where the studies of attacks by epsilon are compared at one of them. */
  static final double USUAL_EPSILON = 0.1;

  /** A lead counts as the paper's if it is at least this part of it. */
  private static final double ENOUGH = 0.8;

  private LeadVerdicts() {}

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
                String.format(Locale.ROOT, "%+.1f", mean)),
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
}
