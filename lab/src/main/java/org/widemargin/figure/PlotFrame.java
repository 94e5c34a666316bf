package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * The axes of a figure: a rectangle of the sheet, and which values its sides stand for.
 *
 * @param left the rectangle's left side
 * @param top its upper side
 * @param width its width
 * @param height its height
 * @param xScale the scale from left to right
 * @param xRange the values at the left and right sides
 * @param yScale the scale from bottom to top
 * @param yRange the values at the lower and upper sides
 */
record PlotFrame(
    double left,
    double top,
    double width,
    double height,
    Axis.Scale xScale,
    Axis.Range xRange,
    Axis.Scale yScale,
    Axis.Range yRange) {
  static final int MOST_Y_TICKS = 6;

  /** Half of the last tick's label may lie to the right of the axes. */
  static final double RIGHT_MARGIN = 26;

  private static final double TICK_GAP = 6;
  private static final double ROOM_BETWEEN_LABELS = 22;

  /** Where a pair of values lies on the sheet. */
  Point at(double x, double y) {
    return new Point(x(x), y(y));
  }

  double x(double value) {
    return left + width * share(xScale, xRange, value);
  }

  double y(double value) {
    return top + height * (1 - share(yScale, yRange, value));
  }

  double bottom() {
    return top + height;
  }

  double right() {
    return left + width;
  }

  /** Whether a place on the sheet lies within the axes, their sides included. */
  boolean contains(Point point) {
    double slack = 0.01;
    return point.x() >= left - slack
        && point.x() <= right() + slack
        && point.y() >= top - slack
        && point.y() <= bottom() + slack;
  }

  /** Only what lies within the axes. */
  Mark.Window window(List<Mark> marks) {
    return new Mark.Window(left, top, width, height, marks);
  }

  /** Grid lines and tick labels. */
  List<Mark> grid() {
    List<Mark> marks = new ArrayList<>();
    for (double tick : Ticks.of(yScale, yRange, MOST_Y_TICKS)) {
      double y = y(tick);
      marks.add(gridLine(new Point(left, y), new Point(right(), y)));
      Point at = new Point(left - TICK_GAP, y + TextStyle.NORMAL.size() * 0.35);
      marks.add(label(tick, at, Mark.Anchor.END));
    }
    for (double tick : xTicks()) {
      double x = x(tick);
      marks.add(gridLine(new Point(x, top), new Point(x, bottom())));
      Point at = new Point(x, bottom() + TICK_GAP + TextStyle.NORMAL.size());
      marks.add(label(tick, at, Mark.Anchor.MIDDLE));
    }
    return marks;
  }

  /** The lines along the left and lower sides, on top of the data. */
  List<Mark> sides() {
    Stroke stroke = Stroke.solid(Ink.MUTED, 1.2);
    return List.of(
        Mark.Path.line(
            stroke, new Point(left, top), new Point(left, bottom()), new Point(right(), bottom())));
  }

  /** The room that the tick labels of a vertical axis take to the left of it. */
  static double labelRoom(Axis.Scale scale, Axis.Range range) {
    double widest =
        Ticks.of(scale, range, MOST_Y_TICKS).stream()
            .mapToDouble(tick -> TextStyle.NORMAL.width(Ticks.label(tick)))
            .max()
            .orElse(0);
    return widest + TICK_GAP;
  }

  /** The room that the tick labels of the horizontal axis take below it. */
  static double labelHeight() {
    return TICK_GAP + TextStyle.NORMAL.lineHeight() + 4;
  }

  /** As many ticks as their labels leave room for. */
  private List<Double> xTicks() {
    for (int most = 8; most > 2; most--) {
      List<Double> ticks = Ticks.of(xScale, xRange, most);
      double needed =
          ticks.stream()
              .mapToDouble(tick -> TextStyle.NORMAL.width(Ticks.label(tick)) + ROOM_BETWEEN_LABELS)
              .sum();
      if (needed <= width + ROOM_BETWEEN_LABELS) {
        return ticks;
      }
    }
    return Ticks.of(xScale, xRange, 2);
  }

  private static Mark gridLine(Point from, Point to) {
    return Mark.Path.line(Stroke.solid(Ink.GRID, 1), from, to);
  }

  private static Mark label(double tick, Point at, Mark.Anchor anchor) {
    return new Mark.Label(Ticks.label(tick), at, TextStyle.NORMAL, anchor, Ink.MUTED);
  }

  private static double share(Axis.Scale scale, Axis.Range range, double value) {
    return switch (scale) {
      case LINEAR -> (value - range.low()) / (range.high() - range.low());
      case LOGARITHMIC -> Math.log(value / range.low()) / Math.log(range.high() / range.low());
    };
  }
}
