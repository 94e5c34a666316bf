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

  /** The mark of a series. */
  static Mark of(SeriesStyle style, Point at) {
    Ink ink = style.hue().ink();
    double radius = style.radius();
    Stroke stroke = Stroke.solid(ink, OUTLINE);
    Ink fill = style.filled() ? ink : Ink.BACKGROUND;
    return switch (style.shape()) {
      case DISC -> new Mark.Disc(at, radius, stroke, fill);
      case SQUARE -> polygon(at, radius * 1.15, 4, Math.PI / 4, stroke, fill);
      case TRIANGLE -> polygon(at, radius * 1.25, 3, -Math.PI / 2, stroke, fill);
      case DIAMOND -> polygon(at, radius * 1.25, 4, 0, stroke, fill);
      case DOWN_TRIANGLE -> polygon(at, radius * 1.25, 3, Math.PI / 2, stroke, fill);
      case PENTAGON -> polygon(at, radius * 1.2, 5, -Math.PI / 2, stroke, fill);
      case CROSS -> diagonals(at, radius * 0.9, Stroke.solid(ink, OUTLINE + 0.4));
    };
  }

  /** Both diagonals in one line that passes the middle twice. */
  private static Mark diagonals(Point at, double arm, Stroke stroke) {
    return Mark.Path.line(
        stroke,
        new Point(at.x() - arm, at.y() - arm),
        new Point(at.x() + arm, at.y() + arm),
        at,
        new Point(at.x() - arm, at.y() + arm),
        new Point(at.x() + arm, at.y() - arm));
  }

  /** A triangle that stands on a side. */
  static Mark triangle(Point at, double radius, @Nullable Stroke stroke, Ink fill) {
    return polygon(at, radius, 3, -Math.PI / 2, stroke, fill);
  }

  /** A hollow five-pointed star, for results from elsewhere. */
  static Mark star(SeriesStyle.Hue hue, Point at, double radius) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      double length = i % 2 == 0 ? radius : radius * 0.45;
      points.add(onCircle(at, length, -Math.PI / 2 + i * Math.PI / 5));
    }
    return new Mark.Path(points, true, Stroke.solid(hue.ink(), OUTLINE), Ink.BACKGROUND);
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
