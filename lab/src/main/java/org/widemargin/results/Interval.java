package org.widemargin.results;

import java.util.Collection;

/**
 * A mean over seeds with its 95 % confidence interval by Student's t, as if the seeds' values were
 * drawn from a normal distribution.
 *
 * @param mean over the seeds; NaN if there is none
 * @param low the lower end; NaN with fewer than two seeds
 * @param high the upper end; NaN with fewer than two seeds
 * @param seeds how many seeds have a value
 */
public record Interval(double mean, double low, double high, int seeds) {
  /** No seed has a value. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);

  private static final double CONFIDENCE = 0.95;

  /**
   * Estimates a mean.
   *
   * @param values one for each seed
   * @return the mean and its interval
   */
  public static Interval of(Collection<Double> values) {
    int seeds = values.size();
    if (seeds == 0) {
      return NONE;
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / seeds;
    if (seeds == 1) {
      return new Interval(mean, Double.NaN, Double.NaN, 1);
    }
    double squares =
        values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum() / (seeds - 1);
    double half = StudentT.reach(CONFIDENCE, seeds - 1) * Math.sqrt(squares / seeds);
    return new Interval(mean, mean - half, mean + half, seeds);
  }

  /**
   * Tells whether there is a value.
   *
   * @return whether any seed has one
   */
  public boolean isMeasured() {
    return seeds > 0;
  }

  /**
   * Tells whether there is an interval.
   *
   * @return whether two seeds have a value
   */
  public boolean hasEnds() {
    return seeds > 1;
  }

  /**
   * Tells whether all of it lies above a value; with one seed, whether the mean does.
   *
   * @param value the value
   * @return whether it does; false if nothing is measured
   */
  public boolean isAbove(double value) {
    return (hasEnds() ? low : mean) > value;
  }

  /**
   * Tells whether all of it lies below a value; with one seed, whether the mean does.
   *
   * @param value the value
   * @return whether it does; false if nothing is measured
   */
  public boolean isBelow(double value) {
    return (hasEnds() ? high : mean) < value;
  }
}
