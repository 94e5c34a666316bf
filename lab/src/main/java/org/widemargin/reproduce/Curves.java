package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.widemargin.data.DatasetSpec;
import org.widemargin.figure.Axis;
import org.widemargin.figure.CloseUp;
import org.widemargin.figure.LineFigure;
import org.widemargin.figure.LineFigure.Reference;
import org.widemargin.figure.LineFigure.Sample;
import org.widemargin.figure.LineFigure.Series;
import org.widemargin.figure.MethodStyles;
import org.widemargin.figure.SeriesStyle;
import org.widemargin.results.Spread;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Cell;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;

/** Draws line figures from a study's results: a curve for each method, its spread over seeds. */
final class Curves {
  private static final double PERCENT = 100;

  /** For captions. */
  static final String SPREAD =
      " Points are means over seeds, bars reach from the worst seed to the best; methods stand a"
          + " little beside each other.";

  /** For captions. */
  static final String STARS = " Stars are numbers that the paper's text states.";

  /** Curves of more points show their spread as a band. */
  private static final int MOST_BARS = 12;

  private final StudyResults results;
  private final Map<String, SeriesStyle> styles;

  Curves(StudyResults results) {
    this.results = results;
    this.styles = MethodStyles.of(results.study().methods().keySet());
  }

  /** Accuracy over some of the study's conditions. */
  LineFigure ofConditions(
      String title,
      Axis x,
      List<Condition> conditions,
      ToDoubleFunction<Condition> place,
      Predicate<String> methods,
      Way.Step step,
      List<Reference> references) {
    List<Series> series = new ArrayList<>();
    for (String method : chosen(methods)) {
      Map<Double, Spread> points = new TreeMap<>();
      for (Condition condition : conditions) {
        points.put(
            place.applyAsDouble(condition),
            Spread.of(accuracies(results, method, condition, step).values()));
      }
      series.add(series(method, points, PERCENT, LineFigure.Spread.BARS));
    }
    return CloseUp.added(new LineFigure(title, x, accuracyAxis(), series, references));
  }

  /** Test accuracies of a method by seed. */
  static Map<Long, Double> accuracies(
      StudyResults results, String method, Condition condition, Way.Step step) {
    Cell cell = new Cell(dataset(results), method, condition);
    return results.values(cell, line -> step.test(line.network()));
  }

  /** A measured curve of each method, such as accuracy over epsilon. */
  LineFigure ofCurves(
      String title,
      Axis x,
      Axis y,
      Measurement measurement,
      String quantity,
      double scale,
      List<Reference> references) {
    List<Series> series = new ArrayList<>();
    for (String method : results.study().methods().keySet()) {
      Map<Double, Spread> points = new TreeMap<>();
      curve(results, method, measurement, quantity)
          .forEach((at, v) -> points.put(at, Spread.of(v.values())));
      series.add(
          series(
              method,
              points,
              scale,
              points.size() > MOST_BARS ? LineFigure.Spread.BAND : LineFigure.Spread.BARS));
    }
    return CloseUp.added(new LineFigure(title, x, y, series, references));
  }

  static Map<Double, Map<Long, Double>> curve(
      StudyResults results, String method, Measurement measurement, String quantity) {
    Condition condition = results.study().conditions().get(0);
    return results.curve(new Cell(dataset(results), method, condition), measurement, quantity);
  }

  static Axis accuracyAxis() {
    return Axis.linear("accuracy on test images, %");
  }

  static DatasetSpec dataset(StudyResults results) {
    return results.study().datasets().get(0);
  }

  private List<String> chosen(Predicate<String> methods) {
    return results.study().methods().keySet().stream().filter(methods).toList();
  }

  private Series series(
      String name, Map<Double, Spread> points, double scale, LineFigure.Spread drawn) {
    List<Sample> samples = new ArrayList<>();
    points.forEach(
        (x, spread) ->
            samples.add(
                new Sample(x, scale * spread.mean(), scale * spread.low(), scale * spread.high())));
    return new Series(name, styles.get(name), drawn, samples);
  }
}
