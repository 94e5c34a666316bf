package org.widemargin.reproduce;

import static org.widemargin.reproduce.Scores.CROSS_ENTROPY;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.widemargin.results.Paired;
import org.widemargin.study.Condition;

/** What claims about accuracy on clean test images have in common. */
final class AccuracyFindings {
  private AccuracyFindings() {}

  static Map<String, Paired> leads(Scores scores, List<String> methods) {
    Map<String, Paired> leads = new LinkedHashMap<>();
    for (Condition condition : scores.conditions()) {
      for (String method : methods) {
        leads.put(method + " at " + Scores.condition(condition), scores.lead(method, condition));
      }
    }
    return leads;
  }

  /** The lead of the margin that is best on validation. */
  static Claim.Finding best(Scores scores, Condition condition, double least) {
    return scores
        .bestOnValidation(scores.ours(), condition)
        .map(
            method ->
                Rules.lead(scores.lead(method, condition), least)
                    .named(method)
                    .followedBy(accuracies(scores, method, condition))
                    .followedBy(scores.settings(method, condition)))
        .orElse(Claim.Finding.NONE);
  }

  static String accuracies(Scores scores, String method, Condition condition) {
    return String.format(
        Locale.ROOT,
        ", %.1f against %.1f %%",
        scores.accuracy(method, condition).mean(),
        scores.accuracy(CROSS_ENTROPY, condition).mean());
  }
}
