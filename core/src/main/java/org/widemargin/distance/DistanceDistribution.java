package org.widemargin.distance;

import static org.widemargin.error.InputException.require;

import java.util.Arrays;
import java.util.Locale;

/** How signed distances are distributed over samples. Immutable. */
public final class DistanceDistribution {
  private final double[] sorted;

  private DistanceDistribution(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Sorts a copy of the distances.
   *
   * @param distances at least one, in any order; infinite ones are allowed
   * @return their distribution
   * @throws org.widemargin.error.InputException if there is none, or one is NaN: the model then
   *     gives scores that are not numbers
   */
  public static DistanceDistribution of(double[] distances) {
    double[] sorted = distances.clone();
    require(sorted.length > 0, "expected at least one distance, found none");
    for (int i = 0; i < sorted.length; i++) {
      require(
          !Double.isNaN(sorted[i]),
          "expected distances that are numbers, found NaN at place %d of %d: the model's scores are"
              + " not numbers there",
          i,
          sorted.length);
    }
    Arrays.sort(sorted);
    return new DistanceDistribution(sorted);
  }

  /**
   * How many distances there are.
   *
   * @return at least 1
   */
  public int count() {
    return sorted.length;
  }

  /**
   * The mean.
   *
   * @return NaN if there are infinite distances of both signs
   */
  public double mean() {
    double sum = 0;
    for (double distance : sorted) {
      sum += distance;
    }
    return sum / sorted.length;
  }

  /**
   * The share of negative distances: samples on the wrong side of the boundary.
   *
   * @return in [0, 1]
   */
  public double shareNegative() {
    int negative = 0;
    while (negative < sorted.length && sorted[negative] < 0) {
      negative++;
    }
    return negative / (double) sorted.length;
  }

  /**
   * A quantile, interpolated linearly between the two nearest distances (Hyndman and Fan, 1996,
   * type 7).
   *
   * @param share in [0, 1]: 0 for the least, 0.5 for the median, 1 for the greatest
   * @return the distance that this share of the others lies below
   * @throws org.widemargin.error.InputException if the share is outside [0, 1]
   */
  public double quantile(double share) {
    require(share >= 0 && share <= 1, "expected a quantile in [0, 1], found %s", share);
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    double weight = place - below;
    // Without this, an infinite neighbour of weight 0 would give NaN.
    return weight == 0 || sorted[below] == sorted[above]
        ? sorted[below]
        : sorted[below] * (1 - weight) + sorted[above] * weight;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DistanceDistribution that && Arrays.equals(sorted, that.sorted);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sorted);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d distances, median %s, %s negative",
        count(),
        quantile(0.5),
        shareNegative());
  }
}
