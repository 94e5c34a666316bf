package org.widemargin.reproduce;

import static org.widemargin.reproduce.Scores.CROSS_ENTROPY;
import static org.widemargin.reproduce.Scores.inputOnly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.results.Paired;
import org.widemargin.study.Condition;
import org.widemargin.study.Quantities;

/**
 * Claims about Inception: section 4.4 on ImageNet, and the same sentences about the reduced network
 * on CIFAR-10, of which the paper says nothing.
 */
final class InceptionClaims {
  static final String IMAGENET = "imagenet-adversarial";
  static final String REDUCED = "cifar-inception";

  private static final String FGSM = "fgsm";
  private static final String IFGSM = "ifgsm";
  private static final String MARGIN_ATTACK = "margin-attack";
  private static final String MARGIN = inputOnly("l1");
  private static final double EPSILON = Rules.USUAL_EPSILON;

  /** "78 % respectively". */
  private static final double AROUND = 1;

  private InceptionClaims() {}

  static List<Claim> all() {
    List<Claim> claims = new ArrayList<>(ofImageNet());
    claims.addAll(ofReduced());
    return claims;
  }

  private static List<Claim> ofImageNet() {
    double lead = PaperNumbers.IMAGENET_MARGIN - PaperNumbers.IMAGENET_CROSS_ENTROPY;
    double blackBoxLead =
        PaperNumbers.IMAGENET_MARGIN_BLACK_BOX - PaperNumbers.IMAGENET_CROSS_ENTROPY;
    String paper = "section 4.4";
    return List.of(
        new Claim(
            "imagenet-clean-accuracy",
            IMAGENET,
            paper,
            "The l1 margin model and cross-entropy achieve a top-1 validation precision of 78 %.",
            "78 %",
            Rules.around(AROUND),
            InceptionClaims::clean),
        new Claim(
            "imagenet-white-box",
            IMAGENET,
            paper,
            "The margin model consistently outperforms cross-entropy for the white-box FGSM and"
                + " IFGSM attacks.",
            "",
            Rules.EVERY,
            InceptionClaims::whiteBox),
        new Claim(
            "imagenet-fgsm-at-0.1",
            IMAGENET,
            paper,
            "At epsilon 0.1 cross-entropy achieves a white-box FGSM accuracy of 33 %, margin 44 %.",
            "11 points",
            Rules.ofThePapers(lead),
            scores -> Rules.leadOfThePapers(lead(scores, FGSM, EPSILON), lead)),
        new Claim(
            "imagenet-black-box",
            IMAGENET,
            paper,
            "The margin model is more effective at defending against black-box attacks from the"
                + " cross-entropy model than cross-entropy against itself.",
            "",
            Rules.EVERY,
            InceptionClaims::blackBox),
        new Claim(
            "imagenet-black-box-at-0.1",
            IMAGENET,
            paper,
            "At epsilon 0.1 margin achieves a black-box accuracy of 59 %, where cross-entropy has"
                + " 33 % on its own examples.",
            "26 points",
            Rules.ofThePapers(blackBoxLead),
            scores ->
                Rules.leadOfThePapers(lead(scores, Quantities.TRANSFER, EPSILON), blackBoxLead)));
  }

  private static List<Claim> ofReduced() {
    return List.of(
        new Claim(
            "cifar-inception-white-box",
            REDUCED,
            Claim.OURS,
            "On a reduced Inception the l1 margin model consistently outperforms cross-entropy for"
                + " the white-box FGSM and IFGSM attacks, as on ImageNet in section 4.4.",
            "",
            Rules.EVERY,
            InceptionClaims::whiteBox),
        new Claim(
            "cifar-inception-black-box",
            REDUCED,
            Claim.OURS,
            "There it is more effective at defending against black-box FGSM from the cross-entropy"
                + " model than cross-entropy against itself.",
            "",
            Rules.EVERY,
            InceptionClaims::blackBox),
        new Claim(
            "cifar-inception-boundary",
            REDUCED,
            Claim.OURS,
            "There the boundary margins lead cross-entropy under the attack on the logit margin.",
            "",
            Rules.EVERY,
            scores -> Rules.every(leads(scores, Scores.BOUNDARY, MARGIN_ATTACK))));
  }

  private static Claim.Finding clean(Scores scores) {
    Map<String, Paired> differences = new LinkedHashMap<>();
    for (String method : List.of(CROSS_ENTROPY, MARGIN)) {
      Map<Long, Double> bySeed =
          new LinkedHashMap<>(scores.accuracy(method, Condition.CLEAN).bySeed());
      bySeed.replaceAll((seed, accuracy) -> accuracy - PaperNumbers.IMAGENET_CLEAN);
      differences.put(method, new Paired(bySeed));
    }
    return Rules.around(differences, AROUND);
  }

  private static Claim.Finding whiteBox(Scores scores) {
    Map<String, Paired> leads = new LinkedHashMap<>();
    for (String attack : List.of(FGSM, IFGSM)) {
      leads(scores, MARGIN, attack)
          .forEach((place, lead) -> leads.put(attack + ", " + place, lead));
    }
    return Rules.every(leads);
  }

  private static Claim.Finding blackBox(Scores scores) {
    return Rules.every(leads(scores, MARGIN, Quantities.TRANSFER));
  }

  private static Map<String, Paired> leads(Scores scores, String method, String quantity) {
    Map<String, Paired> leads = new LinkedHashMap<>();
    for (double epsilon : scores.places(CROSS_ENTROPY, quantity)) {
      if (epsilon > 0) {
        leads.put("epsilon " + epsilon, lead(scores, method, quantity, epsilon));
      }
    }
    return leads;
  }

  private static Paired lead(Scores scores, String quantity, double epsilon) {
    return lead(scores, MARGIN, quantity, epsilon);
  }

  private static Paired lead(Scores scores, String method, String quantity, double epsilon) {
    return scores.at(method, quantity, epsilon).minus(scores.at(CROSS_ENTROPY, quantity, epsilon));
  }
}
