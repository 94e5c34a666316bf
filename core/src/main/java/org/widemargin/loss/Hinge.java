package org.widemargin.loss;

import static org.widemargin.error.InputException.require;

/**
 * The choices of the {@linkplain HingeLoss hinge loss}.
 *
 * @param margin the lead of the true class that costs nothing, above 0
 * @param crossEntropyWeight the weight of the cross-entropy, at least 0
 */
public record Hinge(double margin, double crossEntropyWeight) {
  /** Checks the ranges. */
  public Hinge {
    require(margin > 0, "hinge: expected a margin above 0, found %s", margin);
    require(
        crossEntropyWeight >= 0,
        "hinge: expected a cross-entropy-weight of at least 0, found %s",
        crossEntropyWeight);
  }

  /**
   * The defaults: margin 1, cross-entropy weight 0.1.
   *
   * @return the choices
   */
  public static Hinge defaults() {
    return new Hinge(/* margin= */ 1, /* crossEntropyWeight= */ 0.1);
  }
}
