package org.widemargin.distance;

import static org.widemargin.error.InputException.require;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The signed distances of many samples at one layer, to the boundary with each competitor.
 * Immutable.
 */
public final class LayerDistances {
  private final String layer;
  private final int competitors;
  private final double[] distances;

  /**
   * Copies the distances.
   *
   * @param layer where they were measured
   * @param competitors for each sample, at least 1
   * @param distances sample after sample, each with the strongest competitor first
   */
  public LayerDistances(String layer, int competitors, double[] distances) {
    require(
        competitors > 0 && distances.length % competitors == 0,
        "layer '%s': expected %d distances for each sample, found %d in all",
        layer,
        competitors,
        distances.length);
    this.layer = layer;
    this.competitors = competitors;
    this.distances = distances.clone();
  }

  /**
   * How many samples there are.
   *
   * @return N
   */
  public int samples() {
    return distances.length / competitors;
  }

  /**
   * How many competitors each sample has.
   *
   * @return K
   */
  public int competitors() {
    return competitors;
  }

  /**
   * One distance, negative where the competitor leads.
   *
   * @param sample from 0
   * @param rank of the competitor: 0 for the one with the highest score among the wrong classes
   * @return the distance
   */
  public double at(int sample, int rank) {
    Objects.checkIndex(rank, competitors);
    return distances[sample * competitors + rank];
  }

  /**
   * One sample's distance to the nearest boundary: the least over competitors, so that it is
   * negative exactly where one of them leads.
   *
   * @param sample from 0
   * @return the distance; NaN if one of them is
   */
  public double nearest(int sample) {
    return IntStream.range(0, competitors)
        .mapToDouble(rank -> at(sample, rank))
        .reduce(Double.POSITIVE_INFINITY, Math::min);
  }

  /**
   * The distribution of the samples' distances to their nearest boundaries.
   *
   * @return over N samples
   */
  public DistanceDistribution nearest() {
    return DistanceDistribution.of(
        IntStream.range(0, samples()).mapToDouble(this::nearest).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerDistances that
        && layer.equals(that.layer)
        && competitors == that.competitors
        && Arrays.equals(distances, that.distances);
  }

  @Override
  public int hashCode() {
    return 31 * layer.hashCode() + Arrays.hashCode(distances);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "layer '%s': %d samples against %d competitors",
        layer,
        samples(),
        competitors);
  }
}
