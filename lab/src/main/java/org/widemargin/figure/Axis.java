package org.widemargin.figure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An axis of a figure.
 *
 * @param label what it shows, with its unit
 * @param scale how values are spread along it
 * @param range the values shown; null for all there are
 */
public record Axis(String label, Scale scale, @Nullable Range range) {

  /** How values are spread along an axis. */
  public enum Scale {
    /** Equal differences take equal room. */
    LINEAR,
    /** Equal ratios take equal room; all values must be positive. */
    LOGARITHMIC
  }

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the scale is logarithmic and the range reaches 0 or below
   */
  public Axis {
    Objects.requireNonNull(label);
    Objects.requireNonNull(scale);
    if (scale == Scale.LOGARITHMIC && range != null && range.low() <= 0) {
      throw new IllegalArgumentException(
          "a logarithmic axis needs a range above 0, found " + range);
    }
  }

  /**
   * Makes a linear axis over all values.
   *
   * @param label what it shows
   * @return the axis
   */
  public static Axis linear(String label) {
    return new Axis(label, Scale.LINEAR, null);
  }

  /**
   * Makes a logarithmic axis over all values.
   *
   * @param label what it shows
   * @return the axis
   */
  public static Axis logarithmic(String label) {
    return new Axis(label, Scale.LOGARITHMIC, null);
  }

  /**
   * Limits the axis.
   *
   * @param low the smallest value shown
   * @param high the largest value shown
   * @return the same axis with this range
   * @throws IllegalArgumentException if the range is empty or not finite, or not positive on a
   *     logarithmic axis
   */
  public Axis within(double low, double high) {
    return new Axis(label, scale, new Range(low, high));
  }

  /**
   * Values from a lowest to a highest.
   *
   * @param low the smallest value
   * @param high the largest value
   */
  public record Range(double low, double high) {
    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException unless both are finite and low is below high
     */
    public Range {
      if (!Double.isFinite(low) || !Double.isFinite(high) || low >= high) {
        throw new IllegalArgumentException(
            "expected a range from low to high, found " + low + " to " + high);
      }
    }
  }
}
