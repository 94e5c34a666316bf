package org.widemargin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.widemargin.figure.Axis;
import org.widemargin.figure.Figures;
import org.widemargin.figure.LineFigure;

/** Draws how training would scale over networks of several bandwidths. */
public final class ClusterPlanFigure {
  private ClusterPlanFigure() {}

  /**
   * Writes the figure as SVG and PNG, and its numbers as CSV.
   *
   * @param network what would be trained
   * @param plans one for each bandwidth
   * @param workers how many, ascending
   * @param folder where to; must exist
   * @throws org.widemargin.error.InputException if a file cannot be written
   */
  public static void write(
      String network, List<ClusterPlan> plans, List<Integer> workers, Path folder) {
    double[] x = workers.stream().mapToDouble(Integer::doubleValue).toArray();
    List<LineFigure.Series> series = new ArrayList<>();
    for (ClusterPlan plan : plans) {
      series.add(
          LineFigure.Series.of(
              name(plan), x, workers.stream().mapToDouble(plan::samplesPerSecond).toArray()));
    }
    ClusterPlan first = plans.get(0);
    double alone = first.samplesPerSecond(1);
    series.add(
        LineFigure.Series.of(
            "no exchange", x, workers.stream().mapToDouble(n -> n * alone).toArray()));
    String title =
        String.format(
            Locale.ROOT,
            "%s, computed: %d samples in %s s for each worker",
            network,
            first.samplesPerWorker(),
            first.stepSeconds());
    Figures.write(
        new LineFigure(
            title,
            Axis.logarithmic("workers"),
            Axis.logarithmic("samples a second"),
            series,
            List.of()),
        folder,
        "plan-" + network);
  }

  private static String name(ClusterPlan plan) {
    return String.format(Locale.ROOT, "%s Gbit/s", plain(plan.gigabits()));
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.valueOf(value);
  }
}
