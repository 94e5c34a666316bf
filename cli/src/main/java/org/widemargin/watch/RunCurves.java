package org.widemargin.watch;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.widemargin.figure.Axis;
import org.widemargin.figure.LineFigure;
import org.widemargin.run.MetricsFile;
import org.widemargin.train.SplitMetrics;

/** The curves of a run, by what was measured. */
final class RunCurves {
  private static final int MOST_POINTS = 400;
  private static final double PERCENT = 100;
  private static final double DECADES = 50;
  private static final String DISTANCE = "Mean distance to the boundary, ";

  private final List<MetricsFile.Line> lines;

  private RunCurves(List<MetricsFile.Line> lines) {
    this.lines = lines;
  }

  /** A figure for each thing that was measured; those with nothing in them are left out. */
  static List<LineFigure> of(List<MetricsFile.Line> lines) {
    return new RunCurves(lines).figures();
  }

  private List<LineFigure> figures() {
    List<LineFigure> figures = new ArrayList<>();
    add(figures, "Accuracy", "%", bySplit(line -> PERCENT * line.accuracy()));
    add(figures, "Loss", "loss", bySplit(line -> line.losses().get("loss")));
    add(
        figures,
        "Top-5 accuracy",
        "%",
        bySplit(line -> line.top5Accuracy() == null ? null : PERCENT * line.top5Accuracy()));
    for (String split : splits()) {
      add(figures, DISTANCE + split, "distance", byName(split, MetricsFile.Line::distance));
    }
    for (String name : names(SplitMetrics.TRAIN, MetricsFile.Line::training)) {
      add(
          figures,
          capitalised(name),
          name,
          series(SplitMetrics.TRAIN, name, line -> line.training().get(name)).stream().toList());
    }
    add(figures, "Parts of the loss", "loss", partsOfTheLoss());
    return figures;
  }

  private static void add(
      List<LineFigure> figures, String title, String unit, List<LineFigure.Series> series) {
    if (!series.isEmpty()) {
      Axis values = spansDecades(series) ? Axis.logarithmic(unit) : Axis.linear(unit);
      figures.add(new LineFigure(title, Axis.linear("step"), values, series, List.of()));
    }
  }

  /** Layers' distances can be so far apart that a plain axis shows the largest alone. */
  private static boolean spansDecades(List<LineFigure.Series> series) {
    DoubleSummaryStatistics values =
        series.stream()
            .flatMap(one -> one.samples().stream())
            .mapToDouble(LineFigure.Sample::y)
            .filter(value -> !Double.isNaN(value))
            .summaryStatistics();
    return series.size() > 1 && values.getMin() > 0 && values.getMax() > DECADES * values.getMin();
  }

  private List<LineFigure.Series> partsOfTheLoss() {
    return byName(SplitMetrics.TRAIN, MetricsFile.Line::losses).stream()
        .filter(series -> !series.name().equals("loss"))
        .toList();
  }

  private Set<String> splits() {
    Set<String> splits = new LinkedHashSet<>();
    lines.forEach(line -> splits.add(line.split()));
    return splits;
  }

  private Set<String> names(String split, Function<MetricsFile.Line, Map<String, Double>> values) {
    Set<String> names = new LinkedHashSet<>();
    lines.stream()
        .filter(line -> line.split().equals(split))
        .forEach(line -> names.addAll(values.apply(line).keySet()));
    return names;
  }

  private List<LineFigure.Series> bySplit(Function<MetricsFile.Line, @Nullable Double> value) {
    return splits().stream().flatMap(split -> series(split, split, value).stream()).toList();
  }

  private List<LineFigure.Series> byName(
      String split, Function<MetricsFile.Line, Map<String, Double>> values) {
    return names(split, values).stream()
        .flatMap(name -> series(split, name, line -> values.apply(line).get(name)).stream())
        .toList();
  }

  /** Empty where nothing of the kind was measured. What is not finite leaves a gap. */
  private Optional<LineFigure.Series> series(
      String split, String name, Function<MetricsFile.Line, @Nullable Double> value) {
    List<MetricsFile.Line> measured =
        lines.stream()
            .filter(line -> line.split().equals(split) && value.apply(line) != null)
            .toList();
    List<MetricsFile.Line> shown = thinned(measured);
    double[] x = shown.stream().mapToDouble(MetricsFile.Line::step).toArray();
    double[] y = shown.stream().mapToDouble(line -> finite(value.apply(line))).toArray();
    return shown.isEmpty() ? Optional.empty() : Optional.of(LineFigure.Series.of(name, x, y));
  }

  private static double finite(@Nullable Double value) {
    return value == null || value.isInfinite() ? Double.NaN : value;
  }

  /** Every so many, and the last: more points than a figure has pixels are not seen. */
  private static List<MetricsFile.Line> thinned(List<MetricsFile.Line> all) {
    int every = (all.size() + MOST_POINTS - 1) / MOST_POINTS;
    List<MetricsFile.Line> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i % every == 0 || i == all.size() - 1) {
        kept.add(all.get(i));
      }
    }
    return kept;
  }

  private static String capitalised(String name) {
    String words = name.replace('-', ' ');
    return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
  }
}
