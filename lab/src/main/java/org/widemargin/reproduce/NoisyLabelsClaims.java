package org.widemargin.reproduce;

import static org.widemargin.reproduce.Scores.allLayers;
import static org.widemargin.reproduce.Scores.inputOnly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.widemargin.results.Interval;
import org.widemargin.results.Paired;
import org.widemargin.study.Condition;

/**
 * Claims about training with wrong labels: section 4.2.1. Where the best of several methods is
 * asked for, it is chosen by validation accuracy.
 */
final class NoisyLabelsClaims {
  static final String NOISY = "noisy-labels";
  static final String TO_THE_END = "noisy-labels-to-the-end";
  static final Condition MOST_NOISE = Condition.ofLabelNoise(0.8);

  private static final List<String> L1_AND_L2 = List.of(allLayers("l1"), allLayers("l2"));

  /** What we looked for at the most noise, in points. */
  private static final double NOISY_LEAD = 2;

  /** What we looked for at the most noise, in percent. */
  private static final double NOISY_ACCURACY = 95;

  /** More points than this are not "slightly worse". */
  private static final double SLIGHTLY = 2;

  private NoisyLabelsClaims() {}

  static List<Claim> all() {
    return List.of(
        new Claim(
            "noise-l2-at-80",
            NOISY,
            "section 4.2.1",
            "At 80 % label noise the margin l2 model achieves 96.4 %, compared to 93.9 % for"
                + " cross-entropy.",
            "96.4 against 93.9 %",
            Rules.ofThePapers(2.5),
            NoisyLabelsClaims::l2AtMostNoise),
        new Claim(
            "noise-l1-l2",
            NOISY,
            "section 4.2.1",
            "The margin l1 and l2 models perform better than cross-entropy across the entire range"
                + " of noise levels.",
            "",
            Rules.EVERY,
            scores -> Rules.every(AccuracyFindings.leads(scores, L1_AND_L2))),
        new Claim(
            "noise-linf",
            NOISY,
            "section 4.2.1",
            "The margin l-inf model is slightly worse than cross-entropy.",
            "",
            Rules.between(-SLIGHTLY, 0),
            scores ->
                Rules.between(
                    Paired.meanOf(
                        AccuracyFindings.leads(scores, List.of(allLayers("linf"))).values()),
                    -SLIGHTLY,
                    0)),
        new Claim(
            "noise-all-over-input",
            NOISY,
            "section 4.2.1",
            "The input-only margin models were outperformed by the all-layer margin models.",
            "",
            Rules.EVERY,
            scores -> Rules.every(allOverInput(scores))),
        new Claim(
            "noise-best-step",
            NOISY,
            Claim.OURS,
            "At 80 % label noise the best margin model leads cross-entropy, each at its best"
                + " validation step.",
            "",
            Rules.from(NOISY_LEAD),
            scores -> AccuracyFindings.best(scores, MOST_NOISE, NOISY_LEAD)),
        new Claim(
            "noise-last-step",
            NOISY,
            Claim.OURS,
            "At 80 % label noise the best margin model leads cross-entropy, each at its last step.",
            "",
            Rules.from(NOISY_LEAD),
            scores -> AccuracyFindings.best(scores.atLast(), MOST_NOISE, NOISY_LEAD)),
        accuracyAtMostNoise("noise-accuracy", NOISY, "At 80 % label noise"),
        new Claim(
            "noise-to-the-end-best-step",
            TO_THE_END,
            Claim.OURS,
            "At 80 % label noise, trained to the end, the best margin model leads cross-entropy,"
                + " each at its best validation step.",
            "",
            Rules.from(NOISY_LEAD),
            scores -> AccuracyFindings.best(scores, MOST_NOISE, NOISY_LEAD)),
        new Claim(
            "noise-to-the-end-last-step",
            TO_THE_END,
            Claim.OURS,
            "At 80 % label noise, trained to the end, the best margin model leads cross-entropy,"
                + " each at its last step.",
            "",
            Rules.from(NOISY_LEAD),
            scores -> AccuracyFindings.best(scores.atLast(), MOST_NOISE, NOISY_LEAD)),
        accuracyAtMostNoise(
            "noise-to-the-end-accuracy", TO_THE_END, "At 80 % label noise, trained to the end,"));
  }

  private static Claim accuracyAtMostNoise(String id, String study, String where) {
    return new Claim(
        id,
        study,
        Claim.OURS,
        where
            + " the best of ours, averaged weights included, is above 95 % at its best or at its last step.",
        "",
        "agrees: interval of one of both above 95 %; disagrees: both below; else undecided",
        NoisyLabelsClaims::aboveAtBestOrLast);
  }

  private static Claim.Finding l2AtMostNoise(Scores scores) {
    String method = allLayers("l2");
    return Rules.leadOfThePapers(
            scores.lead(method, MOST_NOISE),
            PaperNumbers.NOISY_MARGIN_L2 - PaperNumbers.NOISY_CROSS_ENTROPY)
        .followedBy(AccuracyFindings.accuracies(scores, method, MOST_NOISE))
        .followedBy(scores.settings(method, MOST_NOISE));
  }

  private static Claim.Finding aboveAtBestOrLast(Scores scores) {
    Map<String, Interval> found = new LinkedHashMap<>();
    for (Scores each : List.of(scores.atBest(), scores.atLast())) {
      String step = found.isEmpty() ? "best step" : "last step";
      Optional<String> best = each.bestOnValidation(each.oursAndVariants(), MOST_NOISE);
      if (best.isEmpty()) {
        return Claim.Finding.NONE;
      }
      found.put(
          "%s: %s".formatted(step, best.get()), each.accuracy(best.get(), MOST_NOISE).interval());
    }
    Verdict verdict = Verdict.UNDECIDED;
    if (found.values().stream().anyMatch(each -> each.isAbove(NOISY_ACCURACY))) {
      verdict = Verdict.AGREES;
    } else if (found.values().stream().allMatch(each -> each.isBelow(NOISY_ACCURACY))) {
      verdict = Verdict.DISAGREES;
    }
    StringBuilder ours = new StringBuilder();
    found.forEach(
        (name, accuracy) ->
            ours.append(ours.isEmpty() ? "" : "; ").append(name + " " + Rules.percent(accuracy)));
    return new Claim.Finding(
        ours.toString(),
        verdict,
        found.values().stream().mapToInt(Interval::seeds).min().orElse(0));
  }

  private static Map<String, Paired> allOverInput(Scores scores) {
    Map<String, Paired> leads = new LinkedHashMap<>();
    for (Condition condition : scores.conditions()) {
      for (String norm : Scores.NORMS) {
        leads.put(
            norm + " at " + Scores.condition(condition),
            scores
                .accuracy(allLayers(norm), condition)
                .minus(scores.accuracy(inputOnly(norm), condition)));
      }
    }
    return leads;
  }
}
