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
        marks.add(label(reference.label(), at));
      }
    }
    return marks;
  }

  private Mark label(String text, Point star) {
    double offset = STAR_RADIUS + 4;
    double width = STYLE.width(text);
    boolean toTheLeft = star.x() + offset + width > frame.right();
    double left = toTheLeft ? star.x() - offset - width : star.x() + offset;
    double baseline = freeBaseline(left, left + width, star.y() + STYLE.size() * 0.35);
    placed.add(new Placed(left, left + width, baseline));
    Point at = new Point(toTheLeft ? left + width : left, baseline);
    Mark.Anchor anchor = toTheLeft ? Mark.Anchor.END : Mark.Anchor.START;
    return new Mark.Label(text, at, STYLE, anchor, Ink.TEXT);
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
