package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Study;

/**
 * The paper's claims about MNIST, and what our numbers say of each. Leads are differences between
 * methods of the same seed, which share their data.
 */
public final class Claims {
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
}
