package org.widemargin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.widemargin.bench.Scaling.Curves;
import org.widemargin.bench.Scaling.Measured;
import org.widemargin.figure.Axis;
import org.widemargin.figure.Figures;
import org.widemargin.figure.LineFigure;

/** Draws how steps scale: for each size one figure of time and one of memory. */
public final class ScalingFigures {
  private static final double MEGABYTE = 1e6;

  private ScalingFigures() {}

  /**
   * Writes the figures as SVG and PNG, and their numbers as CSV.
   *
   * @param network what was trained
   * @param all what was measured
   * @param folder where to; must exist
   * @throws org.widemargin.error.InputException if a file cannot be written
   */
  public static void write(String network, List<Curves> all, Path folder) {
    for (Curves curves : all) {
      Figures.write(
          figure(network + ": time of a step", "milliseconds", curves, Measured::milliseconds),
          folder,
          "scaling-" + curves.name() + "-time");
      if (curves.steps().stream().noneMatch(step -> Double.isNaN(step.bytes()))) {
        Figures.write(
            figure(
                network + ": memory of a step",
                "megabytes",
                curves,
                step -> step.bytes() / MEGABYTE),
            folder,
            "scaling-" + curves.name() + "-memory");
      }
    }
  }

  private static LineFigure figure(
      String title, String unit, Curves curves, ToDoubleFunction<Measured> value) {
    Map<String, List<Measured>> bySeries = new LinkedHashMap<>();
    for (Measured step : curves.steps()) {
      bySeries.computeIfAbsent(step.series(), name -> new ArrayList<>()).add(step);
    }
    List<LineFigure.Series> series = new ArrayList<>();
    bySeries.forEach(
        (name, steps) ->
            series.add(
                LineFigure.Series.of(
                    name,
                    steps.stream().mapToDouble(Measured::x).toArray(),
                    steps.stream().mapToDouble(value).toArray())));
    return new LineFigure(
        title,
        Axis.linear(curves.label()),
        Axis.linear(unit).within(0, top(curves, value)),
        series,
        List.of());
  }

  /** From 0, so that heights can be compared. */
  private static double top(Curves curves, ToDoubleFunction<Measured> value) {
    return 1.05 * Math.max(1e-3, curves.steps().stream().mapToDouble(value).max().orElse(1));
  }
}
