package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Measurement;

/** Draws a study's figures from its results, and gives each file a name of its own. */
public final class StudyFigures {
  private StudyFigures() {}

  /**
   * Draws what there are results for.
   *
   * @param results of the study
   * @return the figures; empty if nothing is measured
   */
  public static List<StudyFigure> of(StudyResults results) {
    List<StudyFigure> figures = new ArrayList<>();
    for (Part dataset : Part.byDataset(results)) {
      for (Measurement measurement : results.study().measurements()) {
        for (Part part : parts(dataset, measurement)) {
          if (!part.results().entries().isEmpty()) {
            measurement.match(new Drawn(part)).forEach(figure -> add(figures, part, figure));
          }
        }
      }
    }
    return List.copyOf(figures);
  }

  /** Accuracies are drawn over conditions, all else once for each. */
  private static List<Part> parts(Part dataset, Measurement measurement) {
    return measurement instanceof Measurement.Accuracy ? List.of(dataset) : dataset.byCondition();
  }

  /** Files of one name would overwrite each other: later ones are numbered. */
  private static void add(List<StudyFigure> figures, Part part, StudyFigure figure) {
    String wished = part.results().study().name() + "-" + figure.name() + part.file();
    long taken =
        figures.stream().filter(other -> other.name().matches(wished + "(-number-\\d+)?")).count();
    String words = part.words().isEmpty() ? "" : " This is" + part.words().substring(1) + ".";
    figures.add(
        new StudyFigure(
            taken == 0 ? wished : wished + "-number-" + (taken + 1),
            figure.caption() + words,
            figure.figure()));
  }

  /** The figures of each kind of measurement; their names are without the study's. */
  private record Drawn(Part part) implements Measurement.Cases<List<StudyFigure>> {
    @Override
    public List<StudyFigure> accuracy(Measurement.Accuracy measurement) {
      return new AccuracyFigures(part).draw();
    }

    @Override
    public List<StudyFigure> whiteBox(Measurement.WhiteBox measurement) {
      return new CurveFigures(part).of(measurement);
    }

    @Override
    public List<StudyFigure> blackBox(Measurement.BlackBox measurement) {
      return new CurveFigures(part).of(measurement);
    }

    @Override
    public List<StudyFigure> attacker(Measurement.Attacker measurement) {
      return List.of(new CurveFigures(part).of(measurement));
    }

    @Override
    public List<StudyFigure> worstCase(Measurement.WorstCase measurement) {
      return List.of(new CurveFigures(part).of(measurement));
    }

    @Override
    public List<StudyFigure> gaussianNoise(Measurement.GaussianNoise measurement) {
      return List.of(new CurveFigures(part).of(measurement));
    }

    @Override
    public List<StudyFigure> distanceEvolution(Measurement.DistanceEvolution measurement) {
      return new DistanceFigures(part.results()).draw();
    }

    @Override
    public List<StudyFigure> plane(Measurement.Plane measurement) {
      return new PlaneFigures(part.results(), measurement).draw();
    }

    /** A cost is a table: a number for each method makes no curve. */
    @Override
    public List<StudyFigure> cost(Measurement.Cost measurement) {
      return List.of();
    }
  }
}
