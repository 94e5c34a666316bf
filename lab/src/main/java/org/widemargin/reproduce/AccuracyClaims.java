package org.widemargin.reproduce;

import static org.widemargin.reproduce.Scores.CROSS_ENTROPY;
import static org.widemargin.reproduce.Scores.allLayers;
import static org.widemargin.reproduce.Scores.inputOnly;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.widemargin.results.Spread;
import org.widemargin.study.Condition;

/** Claims about accuracy on clean test images: sections 4.2, 4.2.1 and 4.2.2. */
final class AccuracyClaims {
  private static final String NOISY = "noisy-labels";
  private static final String LIMITED = "limited-data";
  static final Condition MOST_NOISE = Condition.ofLabelNoise(0.8);
  static final Condition FEWEST = Condition.ofTrainFraction(PaperNumbers.FEWEST);

  private static final List<String> L1_AND_L2 = List.of(allLayers("l1"), allLayers("l2"));

  private static final List<String> L1_OR_L2 =
      List.of(allLayers("l1"), allLayers("l2"), inputOnly("l1"), inputOnly("l2"));

  /** What we looked for at the most noise, in points. */
  private static final int NOISY_LEAD = 2;

  private static final String NOISY_RULE =
      "agrees from %d points on, weaker above 0".formatted(NOISY_LEAD);

  /** How far an accuracy may be from the paper's to be the same. */
  private static final double SAME = 0.5;

  /** More points than this are not "slightly worse". */
  private static final double SLIGHTLY = 2;

  private AccuracyClaims() {}

  static List<Claim> all() {
    return List.of(
        new Claim(
            LIMITED,
            "section 4.2",
            "Trained on the 55 000 samples, cross-entropy achieves a test accuracy of 99.5 %, hinge"
                + " 99.2 %, and the margin models between 99.3 % and 99.5 %.",
            "99.5, 99.2, 99.3 to 99.5 %",
            "agrees if each is within 0.5 points",
            AccuracyClaims::clean),
        new Claim(
            NOISY,
            "section 4.2.1",
            "At 80 % label noise the margin l2 model achieves 96.4 %, compared to 93.9 % for"
                + " cross-entropy.",
            "96.4 against 93.9 %",
            LeadVerdicts.atLeast(2.5),
            scores ->
                noisy(
                    scores,
                    List.of(allLayers("l2")),
                    LeadVerdicts.lead(
                        lead(scores, allLayers("l2"), MOST_NOISE),
                        PaperNumbers.NOISY_MARGIN_L2 - PaperNumbers.NOISY_CROSS_ENTROPY))),
        new Claim(
            NOISY,
            "section 4.2.1",
            "The margin l1 and l2 models perform better than cross-entropy across the entire range"
                + " of noise levels.",
            "",
            LeadVerdicts.EVERY,
            scores -> noisy(scores, L1_AND_L2, LeadVerdicts.every(leads(scores, L1_AND_L2)))),
        new Claim(
            NOISY,
            "section 4.2.1",
            "The margin l-inf model is slightly worse than cross-entropy.",
            "",
            "agrees if the mean lead over all noise levels is below 0 and above -%s points"
                .formatted(SLIGHTLY),
            scores -> noisy(scores, List.of(allLayers("linf")), linfIsWorse(scores))),
        new Claim(
            NOISY,
            "section 4.2.1",
            "The input-only margin models were outperformed by the all-layer margin models.",
            "",
            LeadVerdicts.EVERY,
            scores -> noisy(scores, List.of(), allOverInput(scores))),
        new Claim(
            NOISY,
            "ours",
            "At 80 % label noise the better of margin l1 and l2, all layers, beats cross-entropy.",
            "",
            NOISY_RULE,
            scores -> noisy(scores, L1_AND_L2, best(scores, L1_AND_L2, MOST_NOISE, NOISY_LEAD))),
        new Claim(
            NOISY,
            "ours",
            "At 80 % label noise the best of margin l1 and l2, at the input or at all layers, beats"
                + " cross-entropy.",
            "",
            NOISY_RULE,
            scores -> noisy(scores, List.of(), best(scores, L1_OR_L2, MOST_NOISE, NOISY_LEAD))),
        new Claim(
            LIMITED,
            "section 4.2.2",
            "The all-layer margin models outperform cross-entropy over the entire range of"
                + " training-set sizes (and the method of Gal et al., which is not rerun here).",
            "",
            LeadVerdicts.EVERY,
            scores -> LeadVerdicts.every(leads(scores, allLayersOfEveryNorm()))),
        new Claim(
            LIMITED,
            "section 4.2.2",
            "The amount by which the margin models outperform increases as the data set size"
                + " decreases.",
            "",
            "agrees if the best all-layer margin leads with the fewest samples, and by more than"
                + " with all",
            AccuracyClaims::grows),
        new Claim(
            LIMITED,
            "section 4.2.2",
            "The all-layer l-inf margin model outperforms cross-entropy by around 3.7 % in the"
                + " smallest training set of 68 samples.",
            "3.7 points",
            LeadVerdicts.atLeast(PaperNumbers.FEW_SAMPLES_LEAD),
            scores ->
                LeadVerdicts.lead(
                    lead(scores, allLayers("linf"), FEWEST), PaperNumbers.FEW_SAMPLES_LEAD)),
        new Claim(
            LIMITED,
            "ours",
            "With 68 samples the best margin model beats cross-entropy.",
            "",
            "agrees if the mean lead is above 0",
            scores -> best(scores, scores.margins(), FEWEST, 0)));
  }

  private static List<String> allLayersOfEveryNorm() {
    return Scores.NORMS.stream().map(Scores::allLayers).toList();
  }

  /**
   * What the margins of that study are made of belongs to every number of it: of few methods it is
   * said, of many where to find it.
   */
  private static Claim.Finding noisy(Scores scores, List<String> methods, Claim.Finding found) {
    if (found.verdict() == Verdict.NOT_MEASURED || scores.settings(scores.margins()).isEmpty()) {
      return found;
    }
    String settings =
        methods.isEmpty()
            ? " (for the margins' own settings see the study)"
            : scores.settings(methods);
    return new Claim.Finding(found.ours() + settings, found.verdict());
  }

  private static Spread lead(Scores scores, String method, Condition condition) {
    return scores.lead(
        scores.accuracy(method, condition), scores.accuracy(CROSS_ENTROPY, condition));
  }

  private static Map<String, Spread> leads(Scores scores, List<String> methods) {
    Map<String, Spread> leads = new LinkedHashMap<>();
    for (Condition condition : scores.conditions()) {
      for (String method : methods) {
        leads.put(method + " at " + Scores.condition(condition), lead(scores, method, condition));
      }
    }
    return leads;
  }

  private static Claim.Finding best(
      Scores scores, List<String> methods, Condition condition, double least) {
    Optional<String> best = scores.best(methods, method -> scores.accuracy(method, condition));
    return best.map(
            method -> LeadVerdicts.from(lead(scores, method, condition), least).named(method))
        .orElse(Claim.Finding.NONE);
  }

  private static Claim.Finding clean(Scores scores) {
    Spread crossEntropy = scores.percent(scores.accuracy(CROSS_ENTROPY, Condition.CLEAN));
    Spread hinge = scores.percent(scores.accuracy("hinge", Condition.CLEAN));
    List<Double> margins =
        scores.margins().stream()
            .map(method -> scores.percent(scores.accuracy(method, Condition.CLEAN)).mean())
            .toList();
    Spread margin =
        margins.stream().anyMatch(mean -> mean.isNaN()) ? Spread.NONE : Spread.of(margins);
    if (!crossEntropy.isMeasured() || !hinge.isMeasured() || !margin.isMeasured()) {
      return Claim.Finding.NONE;
    }
    boolean same =
        near(crossEntropy.mean(), PaperNumbers.CLEAN_CROSS_ENTROPY)
            && near(hinge.mean(), PaperNumbers.CLEAN_HINGE)
            && near(margin.low(), PaperNumbers.CLEAN_MARGIN_LOW)
            && near(margin.high(), PaperNumbers.CLEAN_MARGIN_HIGH);
    String ours =
        String.format(
            Locale.ROOT,
            "%.1f, %.1f, %.1f to %.1f %%",
            crossEntropy.mean(),
            hinge.mean(),
            margin.low(),
            margin.high());
    return new Claim.Finding(ours, same ? Verdict.AGREES : Verdict.DISAGREES);
  }

  private static boolean near(double ours, double stated) {
    return Math.abs(ours - stated) <= SAME;
  }

  private static Claim.Finding linfIsWorse(Scores scores) {
    Spread lead =
        scores.meanLead(everywhere(scores, allLayers("linf")), everywhere(scores, CROSS_ENTROPY));
    return lead.isMeasured()
        ? new Claim.Finding(
            Scores.points(lead),
            lead.mean() < 0 && lead.mean() > -SLIGHTLY ? Verdict.AGREES : Verdict.DISAGREES)
        : Claim.Finding.NONE;
  }

  private static List<Map<Long, Double>> everywhere(Scores scores, String method) {
    return scores.conditions().stream()
        .map(condition -> scores.accuracy(method, condition))
        .toList();
  }

  private static Claim.Finding allOverInput(Scores scores) {
    Map<String, Spread> leads = new LinkedHashMap<>();
    for (Condition condition : scores.conditions()) {
      for (String norm : Scores.NORMS) {
        leads.put(
            norm + " at " + Scores.condition(condition),
            scores.lead(
                scores.accuracy(allLayers(norm), condition),
                scores.accuracy(inputOnly(norm), condition)));
      }
    }
    return LeadVerdicts.every(leads);
  }

  private static Claim.Finding grows(Scores scores) {
    Spread few = bestLead(scores, FEWEST);
    Spread all = bestLead(scores, Condition.CLEAN);
    if (!few.isMeasured() || !all.isMeasured()) {
      return Claim.Finding.NONE;
    }
    return new Claim.Finding(
        String.format(Locale.ROOT, "%+.1f points with 68, %+.1f with all", few.mean(), all.mean()),
        few.mean() > Math.max(0, all.mean()) ? Verdict.AGREES : Verdict.DISAGREES);
  }

  private static Spread bestLead(Scores scores, Condition condition) {
    return scores
        .best(allLayersOfEveryNorm(), method -> scores.accuracy(method, condition))
        .map(method -> lead(scores, method, condition))
        .orElse(Spread.NONE);
  }
}
