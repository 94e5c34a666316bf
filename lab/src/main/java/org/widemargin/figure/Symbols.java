package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Small marks: one shape per series, stars, a tick and a cross. Paths, since not every font has
 * such characters.
 */
final class Symbols {
  private static final double OUTLINE = 1.8;

  private Symbols() {}

  /** The marker of a series: six shapes, each filled or hollow, twelve markers in all. */
  static Mark series(int index, Point at, double radius) {
    Ink ink = Ink.series(index);
    boolean hollow = (index + index / 6) % 2 == 1;
    Stroke stroke = Stroke.solid(ink, OUTLINE);
    Ink fill = hollow ? Ink.BACKGROUND : ink;
    return switch (index % 6) {
      case 0 -> new Mark.Disc(at, radius, stroke, fill);
      case 1 -> polygon(at, radius * 1.15, 4, Math.PI / 4, stroke, fill);
      case 2 -> polygon(at, radius * 1.25, 3, -Math.PI / 2, stroke, fill);
      case 3 -> polygon(at, radius * 1.25, 4, 0, stroke, fill);
      case 4 -> polygon(at, radius * 1.25, 3, Math.PI / 2, stroke, fill);
      default -> polygon(at, radius * 1.2, 5, -Math.PI / 2, stroke, fill);
    };
  }

  /** A triangle that stands on a side. */
  static Mark triangle(Point at, double radius, @Nullable Stroke stroke, Ink fill) {
    return polygon(at, radius, 3, -Math.PI / 2, stroke, fill);
  }

  /** A five-pointed star, for results from elsewhere. */
  static Mark star(Point at, double radius) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      double length = i % 2 == 0 ? radius : radius * 0.45;
      points.add(onCircle(at, length, -Math.PI / 2 + i * Math.PI / 5));
    }
    return new Mark.Path(points, true, Stroke.solid(Ink.BACKGROUND, 1), Ink.TEXT);
  }

  /** A tick: right. */
  static Mark tick(Point at, double size) {
    return Mark.Path.line(
        Stroke.solid(Ink.RIGHT, 2.2),
        new Point(at.x() - size * 0.5, at.y()),
        new Point(at.x() - size * 0.12, at.y() + size * 0.38),
        new Point(at.x() + size * 0.5, at.y() - size * 0.42));
  }

  /** A cross: wrong. */
  static List<Mark> cross(Point at, double size) {
    double arm = size * 0.4;
    Stroke stroke = Stroke.solid(Ink.WRONG, 2.4);
    return List.of(
        Mark.Path.line(
            stroke, new Point(at.x() - arm, at.y() - arm), new Point(at.x() + arm, at.y() + arm)),
        Mark.Path.line(
            stroke, new Point(at.x() - arm, at.y() + arm), new Point(at.x() + arm, at.y() - arm)));
  }

  private static Mark polygon(
      Point at, double radius, int corners, double turn, @Nullable Stroke stroke, Ink fill) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      points.add(onCircle(at, radius, turn + i * 2 * Math.PI / corners));
    }
    return new Mark.Path(points, true, stroke, fill);
  }

  private static Point onCircle(Point centre, double radius, double angle) {
    return new Point(centre.x() + radius * Math.cos(angle), centre.y() + radius * Math.sin(angle));
  }
}
