package org.widemargin.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Round values for an axis, and numbers as they are shown to people. */
final class Ticks {
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
  private static final double TOLERANCE = 1e-9;
  private static final double LARGEST_PLAIN = 1e6;
  private static final double SMALLEST_PLAIN = 1e-4;

  private Ticks() {}

  /**
   * Round values within a range.
   *
   * @param scale the axis's scale
   * @param range the range
   * @param most how many values there is room for, at least 2
   * @return the values in rising order
   */
  static List<Double> of(Axis.Scale scale, Axis.Range range, int most) {
    if (scale == Axis.Scale.LINEAR) {
      return linear(range, most);
    }
    List<Double> ticks = logarithmic(range, most);
    return ticks.size() >= 2 ? ticks : linear(range, most);
  }

  private static List<Double> linear(Axis.Range range, int most) {
    BigDecimal step = roundStep((range.high() - range.low()) / most);
    long first = (long) Math.ceil(range.low() / step.doubleValue() - TOLERANCE);
    long last = (long) Math.floor(range.high() / step.doubleValue() + TOLERANCE);
    List<Double> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      ticks.add(step.multiply(BigDecimal.valueOf(i)).doubleValue());
    }
    return ticks;
  }

  /** The smallest of 1, 2, 5, times a power of ten, that is not below a size. */
  private static BigDecimal roundStep(double size) {
    int exponent = (int) Math.floor(Math.log10(size));
    for (int mantissa : new int[] {1, 2, 5}) {
      BigDecimal step = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
      if (step.doubleValue() >= size * (1 - TOLERANCE)) {
        return step;
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
  }

  /** Powers of ten; where there is room, also multiples of these. */
  private static List<Double> logarithmic(Axis.Range range, int most) {
    double decades = Math.log10(range.high() / range.low());
    int every = Math.max(1, (int) Math.ceil(decades / most));
    int[] mantissas =
        decades * 3 <= most
            ? new int[] {1, 2, 5}
            : decades * 2 <= most ? new int[] {1, 3} : new int[] {1};
    int first = (int) Math.floor(Math.log10(range.low()) + TOLERANCE);
    int last = (int) Math.floor(Math.log10(range.high()) + TOLERANCE);
    List<Double> ticks = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent++) {
      for (int mantissa : mantissas) {
        double tick = BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent).doubleValue();
        boolean within =
            tick >= range.low() * (1 - TOLERANCE) && tick <= range.high() * (1 + TOLERANCE);
        if (within && Math.floorMod(exponent, every) == 0) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** A tick's label: plain digits, or a power of ten where these would be long. */
  static String label(double tick) {
    double size = Math.abs(tick);
    if (size != 0 && (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN)) {
      BigDecimal value = BigDecimal.valueOf(tick).stripTrailingZeros();
      int exponent = value.precision() - value.scale() - 1;
      return minus(value.scaleByPowerOfTen(-exponent).toPlainString()) + "e" + minus("" + exponent);
    }
    return minus(BigDecimal.valueOf(tick).stripTrailingZeros().toPlainString());
  }

  /** A number with three significant digits. */
  static String significant(double value) {
    return label(BigDecimal.valueOf(value).round(THREE_DIGITS).doubleValue());
  }

  /** With the typographic minus sign. */
  private static String minus(String number) {
    return number.replace('-', '\u2212');
  }
}
