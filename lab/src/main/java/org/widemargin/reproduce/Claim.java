package org.widemargin.reproduce;

import java.util.function.Function;

/**
 * A statement that a study can confirm or refute.
 *
 * @param study the study's name
 * @param source where it is stated
 * @param sentence the paper's claim, shortened, or ours where the source says so
 * @param stated the number stated; empty if there is none
 * @param rule by which the verdict is reached
 * @param judge finds our number and the verdict
 */
record Claim(
    String study,
    String source,
    String sentence,
    String stated,
    String rule,
    Function<Scores, Finding> judge) {

  /**
   * What was found.
   *
   * @param ours our number, in words
   * @param verdict what it says of the claim
   */
  record Finding(String ours, Verdict verdict) {
    static final Finding NONE = new Finding("–", Verdict.NOT_MEASURED);

    /** The same, with what it was found of. */
    Finding named(String name) {
      return new Finding(name + ": " + ours, verdict);
    }
  }
}
