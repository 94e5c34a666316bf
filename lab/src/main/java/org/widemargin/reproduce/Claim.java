package org.widemargin.reproduce;

import java.util.function.Function;

/**
 * A statement that a study can confirm or refute.
 *
 * @param id its name in {@code remarks.yaml}
 * @param study the study's name
 * @param source where it is stated
 * @param sentence the paper's claim, shortened, or ours where the source says so
 * @param stated the number stated; empty if there is none
 * @param rule by which the verdict is reached
 * @param judge finds our number and the verdict
 */
record Claim(
    String id,
    String study,
    String source,
    String sentence,
    String stated,
    String rule,
    Function<Scores, Finding> judge) {
  /** The source of what the paper does not say, but we looked for. */
  static final String OURS = "ours";

  /** The data set that it is about. */
  PaperFigures dataset() {
    return switch (study) {
      case InceptionClaims.IMAGENET -> PaperFigures.IMAGENET;
      case InceptionClaims.REDUCED -> PaperFigures.REDUCED_INCEPTION;
      default -> study.startsWith("cifar-") ? PaperFigures.CIFAR_10 : PaperFigures.MNIST;
    };
  }

  /**
   * What was found.
   *
   * @param ours our number, in words
   * @param verdict what it says of the claim
   * @param seeds the fewest seeds that a number in it is from
   */
  record Finding(String ours, Verdict verdict, int seeds) {
    static final Finding NONE = new Finding("–", Verdict.NOT_MEASURED, 0);

    /** The same, with what it was found of. */
    Finding named(String name) {
      return verdict == Verdict.NOT_MEASURED ? this : with(name + ": " + ours);
    }

    /** The same, with more words. */
    Finding followedBy(String words) {
      return verdict == Verdict.NOT_MEASURED ? this : with(ours + words);
    }

    private Finding with(String words) {
      return new Finding(words, verdict, seeds);
    }
  }
}
