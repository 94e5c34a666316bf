package org.widemargin.certify;

/** From some place inside a network to its input. */
@FunctionalInterface
interface WayBack {
  /**
   * Carries functionals of the values there to functionals of the input.
   *
   * @param functionals lower bounds there
   * @return lower bounds at the input
   */
  Functionals toInput(Functionals functionals);
}
