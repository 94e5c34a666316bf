package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.widemargin.figure.Axis;
import org.widemargin.figure.BoundaryFigure;
import org.widemargin.figure.Figure;
import org.widemargin.figure.ScoreGrid;
import org.widemargin.figure.SideBySideFigure;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Measurement;
import org.widemargin.study.TrialResult;
import org.widemargin.sweep.PlaneMeter;

/** Figure 1(b) of the paper: decision boundaries in the plane. */
final class PlaneFigures {
  private static final List<String> CLASSES = List.of("first class", "second class");

  /** The paper shows cross-entropy and a margin; the table has the others. */
  private static final List<String> SHOWN =
      List.of(Scores.CROSS_ENTROPY, Scores.allLayers("l2"), Scores.BOUNDARY);

  private final StudyResults results;
  private final Measurement.Plane plane;

  PlaneFigures(StudyResults results, Measurement.Plane plane) {
    this.results = results;
    this.plane = plane;
  }

  List<StudyFigure> draw() {
    long seed = results.study().seeds().get(0);
    List<Figure> boundaries = new ArrayList<>();
    List<StudyFigure> figures = new ArrayList<>();
    for (StudyResults.Entry entry : results.entries()) {
      if (entry.seed() == seed
          && SHOWN.contains(entry.cell().method())
          && entry.result().failure() == null) {
        boundaries.add(boundary(entry.result()));
      }
    }
    if (!boundaries.isEmpty()) {
      figures.add(
          new StudyFigure(
              "figure-1b",
              "Figure 1(b): the same network on the same points with each loss, first seed. Bold"
                  + " dots were trained on, pale ones are the test.",
              new SideBySideFigure("Decision boundaries", boundaries)));
    }
    return figures;
  }

  private BoundaryFigure boundary(TrialResult result) {
    List<Double> extent = array(result, PlaneMeter.EXTENT);
    double[] scores =
        array(result, PlaneMeter.SCORES).stream().mapToDouble(Double::doubleValue).toArray();
    return new BoundaryFigure(
        result.method(),
        String.format(
            Locale.ROOT,
            "Test accuracy %.1f %%",
            100 * result.value(PlaneMeter.TEST_ACCURACY).orElse(Double.NaN)),
        CLASSES,
        new ScoreGrid(
            new Axis.Range(extent.get(0), extent.get(1)),
            new Axis.Range(extent.get(2), extent.get(3)),
            plane.columns(),
            plane.rows(),
            scores),
        points(array(result, PlaneMeter.TRAIN_POINTS)),
        points(array(result, PlaneMeter.TEST_POINTS)));
  }

  private static List<Double> array(TrialResult result, String name) {
    return Objects.requireNonNull(result.arrays().get(name), name);
  }

  private static List<BoundaryFigure.Observation> points(List<Double> numbers) {
    List<BoundaryFigure.Observation> points = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i += 3) {
      points.add(
          new BoundaryFigure.Observation(
              numbers.get(i), numbers.get(i + 1), numbers.get(i + 2).intValue()));
    }
    return points;
  }
}
