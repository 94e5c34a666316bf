package org.widemargin.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws known results as stars, with labels that do not lie on each other. */
final class ReferenceMarks {
  private static final double STAR_RADIUS = 9;
  private static final TextStyle STYLE = TextStyle.NORMAL;

  private static final double LEAST_DISTANCE = 1.1 * STYLE.size();

  private final PlotFrame frame;
  private final List<Placed> placed = new ArrayList<>();

  ReferenceMarks(PlotFrame frame) {
    this.frame = frame;
  }

  /** A label's extent along its baseline. */
  private record Placed(double left, double right, double baseline) {}

  /** The stars that lie within the axes. */
  List<Mark> draw(List<LineFigure.Reference> references) {
    List<LineFigure.Reference> highestFirst = new ArrayList<>(references);
    highestFirst.sort(Comparator.comparingDouble(reference -> -reference.y()));
    List<Mark> marks = new ArrayList<>();
    for (LineFigure.Reference reference : highestFirst) {
      Point at = frame.at(reference.x(), reference.y());
      if (frame.contains(at)) {
        marks.add(Symbols.star(at, STAR_RADIUS));
        if (!reference.label().isEmpty()) {
          marks.addAll(label(reference.label(), at));
        }
      }
    }
    return marks;
  }

  /** The words, on a ground that pales the curves behind them. */
  private List<Mark> label(String text, Point star) {
    double offset = STAR_RADIUS + 4;
    double width = STYLE.width(text);
    boolean toTheLeft = star.x() + offset + width > frame.right();
    double left = toTheLeft ? star.x() - offset - width : star.x() + offset;
    double baseline = freeBaseline(left, left + width, star.y() + STYLE.size() * 0.35);
    placed.add(new Placed(left, left + width, baseline));
    Point at = new Point(toTheLeft ? left + width : left, baseline);
    Mark.Anchor anchor = toTheLeft ? Mark.Anchor.END : Mark.Anchor.START;
    return List.of(
        ground(left - 2, left + width + 2, baseline),
        new Mark.Label(text, at, STYLE, anchor, Ink.TEXT));
  }

  private static Mark ground(double left, double right, double baseline) {
    double top = baseline - STYLE.size();
    double bottom = baseline + STYLE.size() * 0.3;
    return new Mark.Path(
        List.of(
            new Point(left, top),
            new Point(right, top),
            new Point(right, bottom),
            new Point(left, bottom)),
        true,
        null,
        Ink.BACKGROUND.withOpacity(0.5));
  }

  /** The wished baseline, or the nearest below it that is not taken. */
  private double freeBaseline(double left, double right, double wished) {
    double baseline = wished;
    List<Placed> downwards = new ArrayList<>(placed);
    downwards.sort(Comparator.comparingDouble(Placed::baseline));
    for (Placed other : downwards) {
      boolean sideBySide = right < other.left() || left > other.right();
      if (!sideBySide && Math.abs(baseline - other.baseline()) < LEAST_DISTANCE) {
        baseline = other.baseline() + LEAST_DISTANCE;
      }
    }
    return baseline;
  }
}
