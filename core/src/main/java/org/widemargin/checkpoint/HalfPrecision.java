package org.widemargin.checkpoint;

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
final class HalfPrecision {
  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int EXPONENT = 0x1f;
  private static final int BIAS = 15;

  private HalfPrecision() {}

  /** The same number in binary32, which has room for each of them. */
  static float toFloat(short bits) {
    int exponent = (bits >> FRACTION_BITS) & EXPONENT;
    int fraction = bits & FRACTION;
    float size;
    if (exponent == EXPONENT) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((float) fraction, 1 - BIAS - FRACTION_BITS);
    } else {
      size = Math.scalb((float) (fraction + FRACTION + 1), exponent - BIAS - FRACTION_BITS);
    }
    return bits < 0 ? -size : size;
  }
}
