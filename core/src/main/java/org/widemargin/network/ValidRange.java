package org.widemargin.network;

import static org.widemargin.InputException.require;

/**
 * The box that valid inputs lie in.
 *
 * @param low the smallest valid value
 * @param high the largest valid value
 */
public record ValidRange(double low, double high) {
  /** Pixels. */
  public static final ValidRange UNIT = new ValidRange(0, 1);

  /** Checks the order. */
  public ValidRange {
    require(low < high, "expected a valid range with low < high, found [%s, %s]", low, high);
  }
}
