package org.widemargin.sweep;

import java.util.Arrays;
import java.util.Collection;

/** What half of some measured numbers are below: a few that went wrong do not move it far. */
public final class Median {
  private Median() {}

  /**
   * The median.
   *
   * @param numbers at least one, in any order
   * @return the one in the middle, or the mean of the two
   */
  public static double of(Collection<Double> numbers) {
    return of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * The median.
   *
   * @param numbers at least one, in any order; they stay as they are
   * @return the one in the middle, or the mean of the two
   */
  public static double of(double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
