package org.widemargin.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Finds the values that deserve a panel of their own, from the curves alone: some curves have
 * collapsed if they reach farther below all the others than these extend from their lowest value to
 * their highest. At least half of the curves, and two, must be left.
 */
public final class CloseUp {
  private static final double PADDING = 0.04;

  private CloseUp() {}

  /**
   * Adds a second panel where some of the curves have fallen so far below the others that these lie
   * on each other.
   *
   * @param figure of one panel
   * @return the same figure, with such a panel if it needs one
   */
  public static LineFigure added(LineFigure figure) {
    return new LineFigure(
        figure.title(),
        figure.x(),
        figure.y(),
        figure.series(),
        figure.references(),
        of(figure.series(), figure.references()).orElse(null));
  }

  /** From a curve's lowest value to its highest, spread included. */
  private record Extent(double low, double high) {
    static Stream<Extent> of(LineFigure.Series series) {
      DoubleSummaryStatistics values =
          series.samples().stream()
              .filter(sample -> !Double.isNaN(sample.y()))
              .flatMapToDouble(sample -> DoubleStream.of(sample.low(), sample.high()))
              .summaryStatistics();
      return values.getCount() == 0
          ? Stream.empty()
          : Stream.of(new Extent(values.getMin(), values.getMax()));
    }
  }

  /**
   * The values of those that have not collapsed, and of the results from elsewhere near them.
   *
   * @param series the curves
   * @param references results from elsewhere
   * @return empty if no curve has collapsed
   */
  private static Optional<Axis.Range> of(
      List<LineFigure.Series> series, List<LineFigure.Reference> references) {
    List<Extent> extents = new ArrayList<>(series.stream().flatMap(Extent::of).toList());
    extents.sort(Comparator.comparingDouble(extent -> -extent.low()));
    int fewest = Math.max(2, (extents.size() + 1) / 2);
    for (int left = fewest; left < extents.size(); left++) {
      double low = extents.get(left - 1).low();
      double high = extents.subList(0, left).stream().mapToDouble(Extent::high).max().orElse(low);
      if (high > low && low - extents.get(left).low() > high - low) {
        return Optional.of(range(low, high, references));
      }
    }
    return Optional.empty();
  }

  private static Axis.Range range(double low, double high, List<LineFigure.Reference> references) {
    double extent = high - low;
    DoubleSummaryStatistics shown = new DoubleSummaryStatistics();
    shown.accept(low);
    shown.accept(high);
    references.stream()
        .mapToDouble(LineFigure.Reference::y)
        .filter(y -> y > low - extent && y < high + extent)
        .forEach(shown);
    double padding = PADDING * (shown.getMax() - shown.getMin());
    return new Axis.Range(shown.getMin() - padding, shown.getMax() + padding);
  }
}
