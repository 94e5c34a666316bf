package org.widemargin.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.widemargin.attack.Attacks;
import org.widemargin.figure.Axis;
import org.widemargin.figure.DistanceHistogram;
import org.widemargin.figure.Figure;
import org.widemargin.figure.HistogramFigure;
import org.widemargin.figure.ImageGridFigure;
import org.widemargin.figure.LineFigure;
import org.widemargin.figure.Picture;
import org.widemargin.run.MetricsFile;
import org.widemargin.train.SplitMetrics;

/**
 * The figures of the demo's page.
 *
 * @param result what the demo found
 */
record DemoFigures(DemoResult result) {
  /** Accuracy by the size of each attack, and of noise. */
  Figure[] attacks() {
    List<Figure> curves = new ArrayList<>();
    for (String attack : result.margin().robustness().attacks().keySet()) {
      String title = Attacks.title(attack);
      curves.add(
          curve(
              title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
              model -> model.robustness().clean(),
              model -> model.robustness().under(attack)));
    }
    // The strongest one first: it is the last of the evaluation.
    Collections.reverse(curves);
    curves.add(
        curve(
            "Gaussian noise", model -> model.inNoise().clean(), model -> model.inNoise().noise()));
    return curves.toArray(new Figure[0]);
  }

  private LineFigure curve(
      String title,
      ToDoubleFunction<DemoModel> clean,
      Function<DemoModel, Map<Double, Double>> column) {
    List<LineFigure.Series> series = new ArrayList<>();
    for (DemoModel model : List.of(result.crossEntropy(), result.margin())) {
      Map<Double, Double> accuracy = column.apply(model);
      double[] x = new double[accuracy.size() + 1];
      double[] y = new double[accuracy.size() + 1];
      y[0] = 100 * clean.applyAsDouble(model);
      int next = 1;
      for (Map.Entry<Double, Double> point : accuracy.entrySet()) {
        x[next] = point.getKey();
        y[next++] = 100 * point.getValue();
      }
      series.add(LineFigure.Series.of(model.name(), x, y));
    }
    return new LineFigure(
        title,
        Axis.linear("epsilon"),
        Axis.linear("accuracy, %").within(0, 100),
        series,
        List.of());
  }

  /** The first pictures of each class under attack. */
  ImageGridFigure pictures() {
    List<ImageGridFigure.Row> rows = new ArrayList<>();
    for (DemoResult.Row row : result.rows()) {
      DemoPicture againstFirst = row.againstCrossEntropy();
      DemoPicture againstSecond = row.againstMargin();
      rows.add(
          new ImageGridFigure.Row(
              result.classes().get(row.clean().label()),
              List.of(
                  cell(row.clean(), row.clean().crossEntropy()),
                  cell(row.clean(), row.clean().margin()),
                  cell(againstFirst, againstFirst.crossEntropy()),
                  cell(againstFirst, againstFirst.margin()),
                  cell(againstSecond, againstSecond.crossEntropy()),
                  cell(againstSecond, againstSecond.margin()))));
    }
    return new ImageGridFigure(
        "Pictures and what the networks take them for",
        List.of(
            "clean, cross-entropy says",
            "clean, large margin says",
            "aimed at cross-entropy, which says",
            "the same, large margin says",
            "aimed at large margin, cross-entropy says",
            "the same, large margin says"),
        rows);
  }

  private ImageGridFigure.Cell cell(DemoPicture picture, int seen) {
    Picture image =
        new Picture(
            picture.shape().channels(),
            picture.shape().height(),
            picture.shape().width(),
            picture.pixels());
    return new ImageGridFigure.Cell(
        image,
        result.classes().get(seen),
        seen == picture.label() ? ImageGridFigure.Verdict.RIGHT : ImageGridFigure.Verdict.WRONG);
  }

  /** How far the test pictures are from the boundary. */
  HistogramFigure distances() {
    return DistanceHistogram.of(
        "Distances to the decision boundary",
        "in pixels of [0,1], l-inf",
        List.of(
            Map.entry(result.crossEntropy().name(), result.crossEntropy().distances()),
            Map.entry(result.margin().name(), result.margin().distances())));
  }

  /** What was measured during training. */
  Figure[] training() {
    return new Figure[] {
      trained("Accuracy on validation pictures", "accuracy, %", DemoFigures::accuracy),
      trained(
          "Cross-entropy on validation pictures",
          "cross-entropy, nats",
          line -> line.losses().getOrDefault("cross-entropy", line.losses().get("loss"))),
      trained(
          "Mean distance at the input",
          result.margin().config().loss().margin().norm() + " distance, linearised",
          line -> line.distance().get("input"))
    };
  }

  private static double accuracy(MetricsFile.Line line) {
    return 100 * line.accuracy();
  }

  private LineFigure trained(String title, String unit, Function<MetricsFile.Line, Double> value) {
    List<LineFigure.Series> series = new ArrayList<>();
    for (DemoModel model : List.of(result.crossEntropy(), result.margin())) {
      List<MetricsFile.Line> lines =
          model.metrics().stream()
              .filter(line -> line.split().equals(SplitMetrics.VALIDATION))
              .toList();
      series.add(
          LineFigure.Series.of(
              model.name(),
              lines.stream().mapToDouble(MetricsFile.Line::step).toArray(),
              lines.stream().mapToDouble(value::apply).toArray()));
    }
    return new LineFigure(title, Axis.linear("step"), Axis.linear(unit), series, List.of());
  }
}
