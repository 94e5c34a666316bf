package org.widemargin.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Lays out a {@link HistogramFigure}. */
final class HistogramDrawing {
  private static final double PLOT_HEIGHT = 240;
  private static final double FILL_OPACITY = 0.16;
  private static final double HEADROOM = 1.08;
  private static final double LABEL_ROOM = 20;

  private final HistogramFigure figure;
  private final Sheet sheet = new Sheet(Drawing.WIDTH);

  private HistogramDrawing(HistogramFigure figure) {
    this.figure = figure;
  }

  static Drawing of(HistogramFigure figure) {
    return new HistogramDrawing(figure).draw();
  }

  private Drawing draw() {
    sheet.text(figure.title(), TextStyle.TITLE, Ink.TEXT, Mark.Anchor.START);
    sheet.skip(4);
    sheet.text("share of the values, %", TextStyle.NORMAL, Ink.MUTED, Mark.Anchor.START);
    sheet.skip(12);
    HistogramFigure.Marker marker = figure.marker();
    sheet.skip(marker == null ? 0 : LABEL_ROOM);
    PlotFrame frame = frame();
    sheet.addAll(frame.grid());
    List<Mark> steps = new ArrayList<>();
    for (int i = 0; i < figure.distributions().size(); i++) {
      steps.addAll(steps(frame, i));
    }
    sheet.add(frame.window(steps));
    sheet.addAll(frame.sides());
    if (marker != null
        && marker.x() >= frame.xRange().low()
        && marker.x() <= frame.xRange().high()) {
      sheet.addAll(marker(frame, marker));
    }
    sheet.skip(PLOT_HEIGHT + PlotFrame.labelHeight());
    sheet.text(figure.xLabel(), TextStyle.NORMAL, Ink.MUTED, Mark.Anchor.MIDDLE);
    sheet.skip(4);
    sheet.legend(legend());
    return sheet.finish(figure);
  }

  private PlotFrame frame() {
    double highest =
        figure.distributions().stream()
            .flatMap(distribution -> distribution.shares().stream())
            .mapToDouble(share -> share * 100)
            .max()
            .orElse(0);
    Axis.Range yRange = new Axis.Range(0, highest > 0 ? highest * HEADROOM : 1);
    List<Double> edges = figure.edges();
    Axis.Range xRange = new Axis.Range(edges.get(0), edges.get(edges.size() - 1));
    double left = Sheet.MARGIN + PlotFrame.labelRoom(Axis.Scale.LINEAR, yRange);
    double width = Drawing.WIDTH - PlotFrame.RIGHT_MARGIN - left;
    return new PlotFrame(
        left,
        sheet.cursor(),
        width,
        PLOT_HEIGHT,
        Axis.Scale.LINEAR,
        xRange,
        Axis.Scale.LINEAR,
        yRange);
  }

  private List<Mark> steps(PlotFrame frame, int index) {
    List<Double> shares = figure.distributions().get(index).shares();
    List<Point> outline = new ArrayList<>();
    outline.add(frame.at(figure.edges().get(0), 0));
    for (int bin = 0; bin < shares.size(); bin++) {
      double percent = shares.get(bin) * 100;
      outline.add(frame.at(figure.edges().get(bin), percent));
      outline.add(frame.at(figure.edges().get(bin + 1), percent));
    }
    outline.add(frame.at(figure.edges().get(shares.size()), 0));
    return List.of(
        Mark.Path.area(SeriesStyle.numbered(index).hue().ink().withOpacity(FILL_OPACITY), outline),
        Mark.Path.line(SeriesStyle.numbered(index).line(), outline));
  }

  private static List<Mark> marker(PlotFrame frame, HistogramFigure.Marker marker) {
    double x = frame.x(marker.x());
    double half = TextStyle.NORMAL.width(marker.label()) / 2;
    double textX = Math.max(Sheet.MARGIN + half, Math.min(Drawing.WIDTH - Sheet.MARGIN - half, x));
    return List.of(
        Mark.Path.line(
            Stroke.solid(Ink.TEXT, 1.6),
            new Point(x, frame.top() - 4),
            new Point(x, frame.bottom())),
        new Mark.Label(
            marker.label(),
            new Point(textX, frame.top() - 9),
            TextStyle.NORMAL,
            Mark.Anchor.MIDDLE,
            Ink.TEXT));
  }

  private List<Sheet.Entry> legend() {
    List<Sheet.Entry> entries = new ArrayList<>();
    for (int i = 0; i < figure.distributions().size(); i++) {
      int index = i;
      entries.add(
          new Sheet.Entry(
              name(figure.distributions().get(i)), (from, to) -> legendKey(index, from, to)));
    }
    return entries;
  }

  /** The name, and how much is not in the picture. */
  private static String name(HistogramFigure.Distribution distribution) {
    double outside = distribution.outside();
    if (outside == 0) {
      return distribution.name();
    }
    String percent =
        BigDecimal.valueOf(outside * 100).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
    return distribution.name() + " (" + percent + " % not shown)";
  }

  private static List<Mark> legendKey(int index, Point from, Point to) {
    double half = 7;
    List<Point> box =
        List.of(
            new Point(from.x(), from.y() + half),
            new Point(from.x(), from.y() - half),
            new Point(to.x(), to.y() - half),
            new Point(to.x(), to.y() + half));
    return List.of(
        Mark.Path.area(SeriesStyle.numbered(index).hue().ink().withOpacity(FILL_OPACITY), box),
        Mark.Path.line(SeriesStyle.numbered(index).line(), box));
  }
}
