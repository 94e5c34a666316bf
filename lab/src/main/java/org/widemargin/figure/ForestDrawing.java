package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;

/** Lays out a {@link ForestFigure}. */
final class ForestDrawing {
  private static final double ROW_HEIGHT = 34;
  private static final double KIND_DISTANCE = 14;
  private static final double PANEL_WIDTH = 176;
  private static final double PANEL_GAP = 16;
  private static final double NAME_GAP = 10;
  private static final int MOST_TICKS = 6;
  private static final double ROOM_BETWEEN_LABELS = 14;
  private static final double ARROW = 5;

  private final ForestFigure figure;
  private final double names;
  private final double panelWidth;
  private final Sheet sheet;

  private ForestDrawing(ForestFigure figure) {
    this.figure = figure;
    this.names =
        Sheet.MARGIN
            + figure.rows().stream()
                .mapToDouble(row -> TextStyle.NORMAL.width(row.name()))
                .max()
                .orElse(0)
            + NAME_GAP;
    int panels = figure.panels().size();
    double wanted = names + panels * PANEL_WIDTH + (panels - 1) * PANEL_GAP + Sheet.MARGIN;
    double width = Math.ceil(Math.max(Drawing.WIDTH, wanted));
    this.panelWidth = (width - names - Sheet.MARGIN - (panels - 1) * PANEL_GAP) / panels;
    this.sheet = new Sheet(width);
  }

  static Drawing of(ForestFigure figure) {
    return new ForestDrawing(figure).draw();
  }

  private Drawing draw() {
    sheet.text(figure.title(), TextStyle.TITLE, Ink.TEXT, Mark.Anchor.START);
    sheet.skip(4);
    sheet.text(figure.label(), TextStyle.NORMAL, Ink.MUTED, Mark.Anchor.START);
    sheet.skip(8);
    headings();
    double top = sheet.cursor();
    double bottom = top + figure.rows().size() * ROW_HEIGHT;
    for (int row = 0; row < figure.rows().size(); row++) {
      Point at = new Point(names - NAME_GAP, middle(top, row) + TextStyle.NORMAL.size() * 0.35);
      sheet.add(
          new Mark.Label(
              figure.rows().get(row).name(), at, TextStyle.NORMAL, Mark.Anchor.END, Ink.TEXT));
    }
    for (int panel = 0; panel < figure.panels().size(); panel++) {
      panel(figure.panels().get(panel), left(panel), top, bottom);
    }
    sheet.skip(bottom - top + PlotFrame.labelHeight() + 4);
    if (figure.kinds().size() > 1) {
      sheet.legend(legend());
    }
    return sheet.finish(figure);
  }

  private double left(int panel) {
    return names + panel * (panelWidth + PANEL_GAP);
  }

  private static double middle(double top, int row) {
    return top + (row + 0.5) * ROW_HEIGHT;
  }

  private void headings() {
    double start = sheet.cursor();
    double deepest = start;
    for (int panel = 0; panel < figure.panels().size(); panel++) {
      double baseline = start;
      for (String line : TextStyle.HEADING.wrap(figure.panels().get(panel).heading(), panelWidth)) {
        baseline += TextStyle.HEADING.lineHeight();
        Point at = new Point(left(panel), baseline - 4);
        sheet.add(new Mark.Label(line, at, TextStyle.HEADING, Mark.Anchor.START, Ink.TEXT));
      }
      deepest = Math.max(deepest, baseline);
    }
    sheet.skip(deepest - start + 6);
  }

  private void panel(ForestFigure.Panel panel, double left, double top, double bottom) {
    PlotFrame frame =
        new PlotFrame(
            left,
            top,
            panelWidth,
            bottom - top,
            Axis.Scale.LINEAR,
            ForestRange.of(panel, figure.line()),
            Axis.Scale.LINEAR,
            new Axis.Range(0, figure.rows().size()));
    sheet.addAll(grid(frame));
    List<Mark> intervals = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    for (int row = 0; row < figure.rows().size(); row++) {
      for (int kind = 0; kind < figure.kinds().size(); kind++) {
        ForestFigure.Estimate estimate = panel.estimates().get(row).get(kind);
        if (estimate.isThere()) {
          double y = middle(top, row) + offset(kind);
          SeriesStyle style = style(figure.rows().get(row).style(), kind);
          Point at = new Point(frame.x(estimate.value()), y);
          if (frame.contains(at)) {
            intervals.add(
                Mark.Path.line(
                    style.bar(),
                    new Point(frame.x(estimate.low()), y),
                    new Point(frame.x(estimate.high()), y)));
            marks.add(Symbols.of(style, at));
          } else {
            marks.addAll(outside(frame, estimate.value(), y, style));
          }
        }
      }
    }
    sheet.add(frame.window(intervals));
    sheet.addAll(marks);
  }

  /** Kinds stand below each other, around the middle of the row. */
  private double offset(int kind) {
    return (kind - (figure.kinds().size() - 1) / 2.0) * KIND_DISTANCE;
  }

  /** Every row at full strength: the rows are apart already. */
  private static SeriesStyle style(SeriesStyle row, int kind) {
    return new SeriesStyle(
        row.hue(), row.shape(), kind == 0, row.dash(), SeriesStyle.Weight.NORMAL);
  }

  /** An arrow at the side with the number. */
  private static List<Mark> outside(PlotFrame frame, double value, double y, SeriesStyle style) {
    boolean below = frame.x(value) < frame.left();
    double side = below ? frame.left() : frame.right();
    double inwards = below ? ARROW : -ARROW;
    Stroke stroke = Stroke.solid(style.hue().ink(), 2);
    Point words = new Point(side + 1.8 * inwards, y + 4);
    return List.of(
        Mark.Path.line(
            stroke,
            new Point(side + inwards, y - ARROW),
            new Point(side, y),
            new Point(side + inwards, y + ARROW)),
        new Mark.Label(
            Ticks.significant(value),
            words,
            TextStyle.NORMAL,
            below ? Mark.Anchor.START : Mark.Anchor.END,
            Ink.MUTED));
  }

  private List<Mark> grid(PlotFrame frame) {
    List<Mark> marks = new ArrayList<>();
    for (double tick : ticks(frame)) {
      double x = frame.x(tick);
      marks.add(vertical(frame, x, Stroke.solid(Ink.GRID, 1)));
      marks.add(
          new Mark.Label(
              Ticks.label(tick),
              new Point(x, frame.bottom() + 6 + TextStyle.NORMAL.size()),
              TextStyle.NORMAL,
              Mark.Anchor.MIDDLE,
              Ink.MUTED));
    }
    for (int row = 0; row <= figure.rows().size(); row++) {
      double y = frame.top() + row * ROW_HEIGHT;
      marks.add(
          Mark.Path.line(
              Stroke.solid(Ink.GRID, 1), new Point(frame.left(), y), new Point(frame.right(), y)));
    }
    double line = frame.x(figure.line());
    if (line >= frame.left() && line <= frame.right()) {
      marks.add(vertical(frame, line, Stroke.solid(Ink.TEXT, 1.6)));
    }
    return marks;
  }

  /** As many as their labels leave room for. */
  private static List<Double> ticks(PlotFrame frame) {
    for (int most = MOST_TICKS; most > 2; most--) {
      List<Double> ticks = Ticks.of(Axis.Scale.LINEAR, frame.xRange(), most);
      double needed =
          ticks.stream()
              .mapToDouble(tick -> TextStyle.NORMAL.width(Ticks.label(tick)) + ROOM_BETWEEN_LABELS)
              .sum();
      if (needed <= frame.width()) {
        return ticks;
      }
    }
    return Ticks.of(Axis.Scale.LINEAR, frame.xRange(), 2);
  }

  private static Mark vertical(PlotFrame frame, double x, Stroke stroke) {
    return Mark.Path.line(stroke, new Point(x, frame.top()), new Point(x, frame.bottom()));
  }

  private List<Sheet.Entry> legend() {
    List<Sheet.Entry> entries = new ArrayList<>();
    for (int kind = 0; kind < figure.kinds().size(); kind++) {
      SeriesStyle style =
          new SeriesStyle(
              SeriesStyle.Hue.BLACK,
              SeriesStyle.Shape.DISC,
              kind == 0,
              SeriesStyle.Dash.SOLID,
              SeriesStyle.Weight.NORMAL);
      entries.add(
          new Sheet.Entry(
              figure.kinds().get(kind),
              (from, to) ->
                  List.of(
                      Mark.Path.line(style.bar(), from, to),
                      Symbols.of(style, new Point((from.x() + to.x()) / 2, from.y())))));
    }
    return entries;
  }
}
