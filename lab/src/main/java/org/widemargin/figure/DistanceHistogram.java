package org.widemargin.figure;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.widemargin.distance.DistanceDistribution;
import org.widemargin.distance.LayerDistances;

/** Histograms of the distance to the nearest decision boundary. */
public final class DistanceHistogram {
  private static final int BINS = 40;

  /** The share of values on each side that may lie outside the picture. */
  private static final double TAIL = 0.005;

  private DistanceHistogram() {}

  /**
   * Draws the distances of one or more models at a layer.
   *
   * @param title the figure's title
   * @param unit what the distances are measured in, for the axis
   * @param models names and distances, in the order of the legend; at least one
   * @return the figure, with a line at the boundary itself
   */
  public static HistogramFigure of(
      String title, String unit, List<Map.Entry<String, LayerDistances>> models) {
    // Where a network's scores are constant, no boundary is near: no axis reaches that far.
    double[] reached =
        models.stream()
            .map(Map.Entry::getValue)
            .flatMapToDouble(DistanceHistogram::stream)
            .filter(distance -> !Double.isInfinite(distance))
            .toArray();
    DistanceDistribution together =
        DistanceDistribution.of(reached.length == 0 ? new double[1] : reached);
    double low = Math.min(0, together.quantile(TAIL));
    double high = together.quantile(1 - TAIL);
    List<Map.Entry<String, double[]>> values =
        models.stream()
            .map(model -> Map.entry(model.getKey(), stream(model.getValue()).toArray()))
            .toList();
    return HistogramFigure.of(
        title,
        Ranges.around(Axis.linear("distance to the nearest boundary, " + unit), low, high),
        BINS,
        values,
        low < 0 ? new HistogramFigure.Marker(0, "boundary") : null);
  }

  private static DoubleStream stream(LayerDistances distances) {
    return IntStream.range(0, distances.samples()).mapToDouble(distances::nearest);
  }
}
