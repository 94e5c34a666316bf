package org.widemargin.reference;

/**
 * Norms, for 1 and above and infinity.
 *
 * <p>All elements are divided by the largest magnitude, a constant, and the result multiplied by
 * it, which changes neither value nor derivative and keeps powers in range. At the zero vector the
 * derivative is 0. At other kinks: |a| has slope 0 at 0; the maximum belongs to the first of equal
 * magnitudes.
 */
final class ReferenceNorm {
  private ReferenceNorm() {}

  /** The q with 1/p + 1/q = 1. */
  static double dualExponent(double p) {
    if (!(p >= 1)) {
      throw new IllegalArgumentException("norm exponent must be at least 1: " + p);
    }
    if (p == 1) {
      return Double.POSITIVE_INFINITY;
    }
    return Double.isInfinite(p) ? 1 : p / (p - 1);
  }

  static double norm(double[] vector, double exponent) {
    return norm(Dual.constants(vector), exponent).value();
  }

  static Dual norm(Dual[] vector, double exponent) {
    Dual largest = largestMagnitude(vector);
    if (largest.value() == 0) {
      return Dual.ZERO;
    }
    if (Double.isInfinite(exponent)) {
      return largest;
    }
    double scale = largest.value();
    Dual sum = Dual.ZERO;
    for (Dual element : vector) {
      Dual magnitude = element.dividedBy(scale).abs();
      sum = sum.plus(exponent == 1 ? magnitude : magnitude.pow(exponent));
    }
    Dual root = exponent == 1 ? sum : sum.pow(1 / exponent);
    return root.times(scale);
  }

  private static Dual largestMagnitude(Dual[] vector) {
    Dual largest = Dual.ZERO;
    for (Dual element : vector) {
      largest = largest.max(element.abs());
    }
    return largest;
  }
}
