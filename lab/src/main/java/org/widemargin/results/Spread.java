package org.widemargin.results;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;

/**
 * A quantity over seeds.
 *
 * @param mean over the seeds; NaN if there is none
 * @param low the least; NaN if there is none
 * @param high the greatest; NaN if there is none
 * @param seeds how many seeds have a value
 */
public record Spread(double mean, double low, double high, int seeds) {
  /** No seed has a value. */
  public static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN, 0);

  /**
   * Sums up values.
   *
   * @param values one for each seed; NaN stands for none
   * @return their spread
   */
  public static Spread of(Collection<Double> values) {
    DoubleSummaryStatistics statistics =
        values.stream()
            .mapToDouble(Double::doubleValue)
            .filter(value -> !Double.isNaN(value))
            .summaryStatistics();
    return statistics.getCount() == 0
        ? NONE
        : new Spread(
            statistics.getAverage(),
            statistics.getMin(),
            statistics.getMax(),
            Math.toIntExact(statistics.getCount()));
  }

  /**
   * Tells whether there is a value.
   *
   * @return whether any seed has one
   */
  public boolean isMeasured() {
    return seeds > 0;
  }
}
