package org.widemargin.reproduce;

import static org.widemargin.reproduce.Scores.CROSS_ENTROPY;
import static org.widemargin.reproduce.Scores.allLayers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.widemargin.results.Interval;
import org.widemargin.results.Paired;
import org.widemargin.study.Condition;

/**
 * Claims about training with all samples and with few: sections 4.2 and 4.2.2. Where the best of
 * several methods is asked for, it is chosen by validation accuracy.
 */
final class LimitedDataClaims {
  private static final String LIMITED = "limited-data";
  static final Condition FEWEST = Condition.ofTrainFraction(PaperNumbers.FEWEST);
  static final Condition FEW = Condition.ofTrainFraction(0.01);

  /** How far an accuracy may be from the paper's to be the same. */
  private static final double SAME = 0.5;

  private LimitedDataClaims() {}

  /** The claim about all samples with their true labels. */
  static Claim ofAllSamples() {
    return new Claim(
        "clean-accuracy",
        LIMITED,
        "section 4.2",
        "Trained on the 55 000 samples, cross-entropy achieves a test accuracy of 99.5 %, hinge"
            + " 99.2 %, and the margin models between 99.3 % and 99.5 %.",
        "99.5, 99.2, 99.3 to 99.5 %",
        Rules.around(SAME),
        LimitedDataClaims::clean);
  }

  /** The claims about few samples. */
  static List<Claim> ofFewSamples() {
    return List.of(
        new Claim(
            "few-all-layers",
            LIMITED,
            "section 4.2.2",
            "The all-layer margin models outperform cross-entropy over the entire range of"
                + " training-set sizes (and the method of Gal et al., which is not rerun here).",
            "",
            Rules.EVERY,
            scores -> Rules.every(AccuracyFindings.leads(scores, allLayersOfEveryNorm()))),
        new Claim(
            "few-grows",
            LIMITED,
            "section 4.2.2",
            "The amount by which the margin models outperform increases as the data set size"
                + " decreases (here the best all-layer margin's lead with 68 samples less that with"
                + " all).",
            "",
            Rules.AHEAD,
            LimitedDataClaims::grows),
        new Claim(
            "few-linf-at-68",
            LIMITED,
            "section 4.2.2",
            "The all-layer l-inf margin model outperforms cross-entropy by around 3.7 % in the"
                + " smallest training set of 68 samples.",
            "3.7 points",
            Rules.ofThePapers(PaperNumbers.FEW_SAMPLES_LEAD),
            scores ->
                Rules.leadOfThePapers(
                    scores.lead(allLayers("linf"), FEWEST), PaperNumbers.FEW_SAMPLES_LEAD)),
        new Claim(
            "few-best-at-68",
            LIMITED,
            Claim.OURS,
            "With 68 samples the best margin model beats cross-entropy.",
            "",
            Rules.AHEAD,
            scores -> AccuracyFindings.best(scores, FEWEST, 0)),
        new Claim(
            "few-best-at-1-percent",
            LIMITED,
            Claim.OURS,
            "With 1 % of the samples the best margin model beats cross-entropy.",
            "",
            Rules.AHEAD,
            scores -> AccuracyFindings.best(scores, FEW, 0)));
  }

  private static Claim.Finding clean(Scores scores) {
    Map<String, Paired> differences = new LinkedHashMap<>();
    differences.put(
        CROSS_ENTROPY, from(scores, CROSS_ENTROPY, x -> x - PaperNumbers.CLEAN_CROSS_ENTROPY));
    differences.put("hinge", from(scores, "hinge", x -> x - PaperNumbers.CLEAN_HINGE));
    for (String method : scores.margins()) {
      differences.put(
          method,
          from(
              scores,
              method,
              x ->
                  x
                      - Math.max(
                          PaperNumbers.CLEAN_MARGIN_LOW,
                          Math.min(PaperNumbers.CLEAN_MARGIN_HIGH, x))));
    }
    Interval margins =
        Interval.of(
            scores.margins().stream()
                .map(method -> scores.accuracy(method, Condition.CLEAN).mean())
                .toList());
    return scores.margins().isEmpty()
        ? Claim.Finding.NONE
        : Rules.around(differences, SAME)
            .followedBy(
                String.format(
                    Locale.ROOT,
                    "; cross-entropy %.1f, hinge %.1f, margins %.1f on average",
                    scores.accuracy(CROSS_ENTROPY, Condition.CLEAN).mean(),
                    scores.accuracy("hinge", Condition.CLEAN).mean(),
                    margins.mean()));
  }

  /** How far an accuracy is from what the paper states. */
  private static Paired from(Scores scores, String method, UnaryOperator<Double> difference) {
    Map<Long, Double> differences =
        new LinkedHashMap<>(scores.accuracy(method, Condition.CLEAN).bySeed());
    differences.replaceAll((seed, accuracy) -> difference.apply(accuracy));
    return new Paired(differences);
  }

  private static Claim.Finding grows(Scores scores) {
    Optional<Paired> few = bestLead(scores, FEWEST);
    Optional<Paired> all = bestLead(scores, Condition.CLEAN);
    if (few.isEmpty() || all.isEmpty()) {
      return Claim.Finding.NONE;
    }
    return Rules.lead(few.get().minus(all.get()), 0)
        .followedBy(
            "; %s with 68, %s with all"
                .formatted(Rules.signed(few.get().mean()), Rules.signed(all.get().mean())));
  }

  private static Optional<Paired> bestLead(Scores scores, Condition condition) {
    List<String> present =
        allLayersOfEveryNorm().stream().filter(scores.margins()::contains).toList();
    return scores
        .bestOnValidation(present, condition)
        .map(method -> scores.lead(method, condition))
        .filter(Paired::isMeasured);
  }

  private static List<String> allLayersOfEveryNorm() {
    return Scores.NORMS.stream().map(Scores::allLayers).toList();
  }
}
