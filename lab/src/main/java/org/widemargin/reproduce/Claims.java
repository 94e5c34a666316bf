package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Study;

/**
 * The paper's claims about MNIST, CIFAR-10 and ImageNet, and what our numbers say of each. Leads
 * are differences between methods of the same seed, which share their data.
 */
public final class Claims {
  private Claims() {}

  /**
   * A claim with what was found.
   *
   * @param id its name in {@code remarks.yaml}
   * @param study the study's name
   * @param source where it is stated
   * @param sentence the claim
   * @param stated the number stated; empty if there is none
   * @param ours our number, in words
   * @param rule by which the verdict is reached
   * @param verdict the verdict
   * @param seeds the fewest seeds that a number of it is from; with one there is no interval
   * @param tries the same claim judged in further ways, as far as there are networks for them
   */
  public record Judged(
      String id,
      String study,
      String source,
      String sentence,
      String stated,
      String ours,
      String rule,
      Verdict verdict,
      int seeds,
      List<Try> tries) {
    /** Copies the list. */
    public Judged {
      tries = List.copyOf(tries);
    }

    /**
     * The verdict for people.
     *
     * @return with a hint if there is no interval
     */
    public String verdictWords() {
      return words(verdict, seeds);
    }
  }

  /**
   * A claim judged once more, by the same rule, in another way.
   *
   * @param way what is other about it
   * @param ours our number, in words
   * @param verdict the verdict
   * @param seeds the fewest seeds that a number of it is from
   */
  public record Try(String way, String ours, Verdict verdict, int seeds) {
    /**
     * The verdict for people.
     *
     * @return with a hint if there is no interval
     */
    public String verdictWords() {
      return words(verdict, seeds);
    }
  }

  private static String words(Verdict verdict, int seeds) {
    return verdict.words() + (seeds == 1 ? " (one seed, no interval)" : "");
  }

  /**
   * Judges every claim about the data sets that there are studies on.
   *
   * @param results of the studies there are
   * @return one for each claim, in the order of the paper; those about MNIST if there are no
   *     studies
   */
  public static List<Judged> judge(List<StudyResults> results) {
    Map<String, Scores> scores = scores(results);
    Set<PaperFigures> datasets = PaperFigures.of(results);
    List<Judged> judged = new ArrayList<>();
    for (Claim claim : all().stream().filter(each -> datasets.contains(each.dataset())).toList()) {
      Optional<Scores> own = Optional.ofNullable(scores.get(claim.study()));
      Claim.Finding finding = own.map(claim.judge()).orElse(Claim.Finding.NONE);
      judged.add(
          new Judged(
              claim.id(),
              claim.study(),
              claim.source(),
              claim.sentence(),
              claim.stated(),
              finding.ours(),
              claim.rule(),
              finding.verdict(),
              finding.seeds(),
              own.map(each -> tries(claim, each, scores)).orElse(List.of())));
    }
    return judged;
  }

  private static List<Try> tries(Claim claim, Scores own, Map<String, Scores> scores) {
    List<Try> tries = new ArrayList<>();
    for (Way way : own.furtherWays()) {
      add(tries, way.words(), claim.judge().apply(own.by(way)));
    }
    if (claim.study().equals(NoisyLabelsClaims.NOISY)) {
      Optional.ofNullable(scores.get(NoisyLabelsClaims.TO_THE_END))
          .ifPresent(
              longer -> {
                add(tries, "trained to the end", claim.judge().apply(longer));
                add(
                    tries,
                    "trained to the end, at the last step",
                    claim.judge().apply(longer.atLast()));
              });
    }
    return tries;
  }

  private static void add(List<Try> tries, String way, Claim.Finding finding) {
    if (finding.verdict() != Verdict.NOT_MEASURED) {
      tries.add(new Try(way, finding.ours(), finding.verdict(), finding.seeds()));
    }
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

  /** Every claim, in the order of the paper. */
  static List<Claim> all() {
    List<Claim> claims = new ArrayList<>();
    claims.add(LimitedDataClaims.ofAllSamples());
    claims.addAll(NoisyLabelsClaims.all());
    claims.addAll(LimitedDataClaims.ofFewSamples());
    claims.addAll(RobustnessClaims.all());
    claims.addAll(OtherClaims.all());
    claims.addAll(CifarClaims.all());
    claims.addAll(InceptionClaims.all());
    return claims;
  }
}
