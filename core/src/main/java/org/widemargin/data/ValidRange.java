package org.widemargin.data;

import org.widemargin.error.InputException;

/**
 * The box that every element of a valid sample lies in; attacks and boundary searches never leave
 * it.
 *
 * @param minimum the smallest value of an element
 * @param maximum the largest value of an element
 */
public record ValidRange(double minimum, double maximum) {
  /** The range of pixels. */
  public static final ValidRange UNIT = new ValidRange(0, 1);

  /** Checks that the range is finite and not empty; NaN is refused. */
  public ValidRange {
    InputException.require(
        Double.isFinite(minimum) && Double.isFinite(maximum) && minimum < maximum,
        "a valid range needs minimum < maximum, both finite, found [%s, %s]",
        minimum,
        maximum);
  }

  /**
   * Brings a number into the range.
   *
   * @param value any number
   * @return the nearest one of the range; NaN stays NaN
   */
  public double clamp(double value) {
    return Math.min(Math.max(value, minimum), maximum);
  }
}
