package org.widemargin.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Sorts values into equal bins. */
final class Binning {
  private Binning() {}

  /** Edges of equal bins over an axis's range, or over all finite values. */
  static List<Double> edges(Axis axis, int bins, List<double[]> samples) {
    Axis.Range range =
        Ranges.of(
            axis, samples.stream().flatMapToDouble(Arrays::stream).filter(Double::isFinite), 0);
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i < bins; i++) {
      edges.add(range.low() + (range.high() - range.low()) * i / bins);
    }
    edges.add(range.high());
    return edges;
  }

  /**
   * The share of the values in each bin; a bin has its lower edge, the last one its upper edge too.
   */
  static List<Double> shares(String name, List<Double> edges, double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "distribution '" + name + "': expected values, found none");
    }
    int bins = edges.size() - 1;
    long[] counts = new long[bins];
    for (double value : values) {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException("distribution '" + name + "': found NaN");
      }
      if (value >= edges.get(0) && value <= edges.get(bins)) {
        counts[binOf(edges, value)]++;
      }
    }
    return Arrays.stream(counts).mapToObj(count -> (double) count / values.length).toList();
  }

  private static int binOf(List<Double> edges, double value) {
    int found = Collections.binarySearch(edges, value);
    int bin = found >= 0 ? found : -found - 2;
    return Math.min(bin, edges.size() - 2);
  }
}
