package org.widemargin.figure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Distributions over common bins, laid over each other.
 *
 * @param title the figure's title
 * @param xLabel what is distributed, with its unit
 * @param edges the bins' edges in rising order, one more than there are bins
 * @param distributions what is compared, at least one
 * @param marker a value worth a line of its own, such as 0; null for none
 */
public record HistogramFigure(
    String title,
    String xLabel,
    List<Double> edges,
    List<Distribution> distributions,
    @Nullable Marker marker)
    implements Figure {
  private static final double SHARE_TOLERANCE = 1e-9;

  /**
   * Copies the lists and checks the bins.
   *
   * @throws IllegalArgumentException if the edges are not finite and rising, there is no
   *     distribution, or one has another number of bins
   */
  public HistogramFigure {
    Objects.requireNonNull(title);
    Objects.requireNonNull(xLabel);
    edges = List.copyOf(edges);
    distributions = List.copyOf(distributions);
    requireRising(edges);
    if (distributions.isEmpty()) {
      throw new IllegalArgumentException("expected at least one distribution in '" + title + "'");
    }
    for (Distribution distribution : distributions) {
      if (distribution.shares().size() != edges.size() - 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "distribution '%s': expected %d bins, found %d",
                distribution.name(),
                edges.size() - 1,
                distribution.shares().size()));
      }
    }
  }

  private static void requireRising(List<Double> edges) {
    boolean rising =
        IntStream.range(1, edges.size()).allMatch(i -> edges.get(i - 1) < edges.get(i));
    if (edges.size() < 2 || !rising || !edges.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("expected finite, rising edges, found " + edges);
    }
  }

  /**
   * A distribution as the share of its values in each bin.
   *
   * @param name whose it is, for the legend
   * @param shares the share in each bin; their sum falls short of 1 by the values outside all bins
   * @param count how many values it is made of
   */
  public record Distribution(String name, List<Double> shares, long count) {
    /**
     * Copies and checks the shares.
     *
     * @throws IllegalArgumentException if one is negative or NaN, or they exceed 1 together
     */
    public Distribution {
      Objects.requireNonNull(name);
      shares = List.copyOf(shares);
      if (!shares.stream().allMatch(share -> share >= 0) || sum(shares) > 1 + SHARE_TOLERANCE) {
        throw new IllegalArgumentException(
            "distribution '%s': expected shares from 0 to 1 with a sum of at most 1, found %s"
                .formatted(name, shares));
      }
    }

    /**
     * Returns the share of values that lie in no bin.
     *
     * @return from 0 to 1
     */
    public double outside() {
      double rest = 1 - sum(shares);
      return rest < SHARE_TOLERANCE ? 0 : rest;
    }

    private static double sum(List<Double> shares) {
      return shares.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * A vertical line at a value.
   *
   * @param x the value
   * @param label what it means
   */
  public record Marker(double x, String label) {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Marker {
      Objects.requireNonNull(label);
      if (!Double.isFinite(x)) {
        throw new IllegalArgumentException("expected a finite marker, found " + x);
      }
    }
  }

  /**
   * Sorts values into equal bins.
   *
   * @param title the figure's title
   * @param x the axis, linear; without a range the bins cover all values
   * @param bins the number of bins
   * @param values names and values of the distributions, in the order of the legend; infinite
   *     values count as outside all bins
   * @param marker a value worth a line of its own; null for none
   * @return the figure
   * @throws IllegalArgumentException if there are no values, one is NaN, there are no bins, or the
   *     axis is logarithmic
   */
  public static HistogramFigure of(
      String title,
      Axis x,
      int bins,
      List<Map.Entry<String, double[]>> values,
      @Nullable Marker marker) {
    if (bins < 1 || x.scale() != Axis.Scale.LINEAR) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected a linear axis and at least one bin, found %s, %d",
              x.scale(),
              bins));
    }
    List<Double> edges = Binning.edges(x, bins, values.stream().map(Map.Entry::getValue).toList());
    List<Distribution> distributions = new ArrayList<>();
    for (Map.Entry<String, double[]> sample : values) {
      List<Double> shares = Binning.shares(sample.getKey(), edges, sample.getValue());
      distributions.add(new Distribution(sample.getKey(), shares, sample.getValue().length));
    }
    return new HistogramFigure(title, x.label(), edges, distributions, marker);
  }

  @Override
  public String description() {
    String each = distributions.stream().map(this::describe).collect(Collectors.joining(" "));
    return "Histogram of %s, as shares of the values. %s".formatted(xLabel, each);
  }

  private String describe(Distribution distribution) {
    if (distribution.outside() == 1) {
      return String.format(
          Locale.ROOT, "%s: %d values, none shown.", distribution.name(), distribution.count());
    }
    int fullest = distribution.shares().indexOf(Collections.max(distribution.shares()));
    return String.format(
        Locale.ROOT,
        "%s: %d values, most often from %s to %s.",
        distribution.name(),
        distribution.count(),
        Ticks.significant(edges.get(fullest)),
        Ticks.significant(edges.get(fullest + 1)));
  }
}
