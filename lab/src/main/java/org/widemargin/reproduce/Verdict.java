package org.widemargin.reproduce;

/** What our numbers say of a claim. */
public enum Verdict {
  /** They meet the claim's rule. */
  AGREES("agrees"),
  /** They point the same way, but by less. */
  WEAKER("same direction, but weaker"),
  /** Their interval holds both answers: more seeds would be needed. */
  UNDECIDED("undecided by these seeds"),
  /** They say otherwise. */
  DISAGREES("disagrees"),
  /** There are none. */
  NOT_MEASURED("not measured");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /**
   * For people.
   *
   * @return in lower case
   */
  public String words() {
    return words;
  }
}
