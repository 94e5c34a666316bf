package org.widemargin.certify;

/** One layer with the bounds of its input known: what is true after it, and the way back. */
interface BoundStep {
  /**
   * What its output lies between.
   *
   * @return the bounds
   */
  Bounds output();

  /**
   * Carries lower bounds back through the layer.
   *
   * @param functionals of the output
   * @param slope of lines below rectifiers
   * @return functionals of the input that are nowhere above them, for inputs within the bounds
   */
  Functionals back(Functionals functionals, LowerSlope slope);

  /**
   * Whether the layer is affine: then the way back loses nothing.
   *
   * @return true for products, sums and means
   */
  default boolean isAffine() {
    return false;
  }
}
