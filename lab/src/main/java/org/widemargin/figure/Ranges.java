package org.widemargin.figure;

import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;

/** Chooses which values an axis shows. */
public final class Ranges {
  private Ranges() {}

  /**
   * Limits an axis to values that may all be equal: around a single one it is made wider.
   *
   * @param axis without a range of its own
   * @param low the smallest value
   * @param high the largest value, at least low
   * @return the same axis with a range that holds both
   * @throws IllegalArgumentException if one is not finite, or not positive on a logarithmic axis
   */
  public static Axis around(Axis axis, double low, double high) {
    Axis.Range range = of(axis, DoubleStream.of(low, high), 0);
    return axis.within(range.low(), range.high());
  }

  /** The axis's own range, or one around all values that are numbers. */
  static Axis.Range of(Axis axis, DoubleStream values, double padding) {
    Axis.Range chosen = axis.range();
    if (chosen != null) {
      return chosen;
    }
    DoubleSummaryStatistics seen = values.filter(value -> !Double.isNaN(value)).summaryStatistics();
    if (seen.getCount() == 0) {
      return axis.scale() == Axis.Scale.LINEAR ? new Axis.Range(0, 1) : new Axis.Range(1, 10);
    }
    return switch (axis.scale()) {
      case LINEAR -> linear(seen.getMin(), seen.getMax(), padding);
      case LOGARITHMIC -> logarithmic(seen.getMin(), seen.getMax(), padding);
    };
  }

  private static Axis.Range linear(double low, double high, double padding) {
    double extent = high - low;
    // A single value, or values too near for floating point to tell apart on an axis.
    if (extent <= 1e-9 * Math.max(Math.abs(low), Math.abs(high)) || extent == 0) {
      double around = low == 0 ? 1 : Math.abs(low) / 2;
      return new Axis.Range(low - around, high + around);
    }
    return new Axis.Range(low - padding * extent, high + padding * extent);
  }

  private static Axis.Range logarithmic(double low, double high, double padding) {
    if (high / low < 1.001) {
      return new Axis.Range(low / 2, high * 2);
    }
    double factor = Math.pow(high / low, padding);
    return new Axis.Range(low / factor, high * factor);
  }
}
