package org.widemargin.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Lays out a {@link LineFigure}: title, one panel or two, legend. */
final class LineDrawing {
  private static final double PLOT_HEIGHT = 270;
  private static final double PADDING = 0.04;

  private final LineFigure figure;
  private final Sheet sheet = new Sheet(Drawing.WIDTH);

  private LineDrawing(LineFigure figure) {
    this.figure = figure;
  }

  static Drawing of(LineFigure figure) {
    return new LineDrawing(figure).draw();
  }

  private Drawing draw() {
    sheet.text(figure.title(), TextStyle.TITLE, Ink.TEXT, Mark.Anchor.START);
    sheet.skip(4);
    sheet.text(figure.y().label(), TextStyle.NORMAL, Ink.MUTED, Mark.Anchor.START);
    panel(Ranges.of(figure.y(), values(), PADDING));
    Axis.Range closeUp = figure.closeUp();
    if (closeUp != null) {
      String words =
          "the same from %s up, at a scale of its own".formatted(Ticks.significant(closeUp.low()));
      sheet.skip(8);
      sheet.text(words, TextStyle.NORMAL, Ink.MUTED, Mark.Anchor.START);
      panel(closeUp);
    }
    sheet.text(figure.x().label(), TextStyle.NORMAL, Ink.MUTED, Mark.Anchor.MIDDLE);
    sheet.skip(4);
    sheet.legend(legend());
    return sheet.finish(figure);
  }

  private void panel(Axis.Range yRange) {
    sheet.skip(12);
    Axis.Range xRange = Ranges.of(figure.x(), places(), PADDING);
    double left = Sheet.MARGIN + PlotFrame.labelRoom(figure.y().scale(), yRange);
    PlotFrame frame =
        new PlotFrame(
            left,
            sheet.cursor(),
            Drawing.WIDTH - PlotFrame.RIGHT_MARGIN - left,
            PLOT_HEIGHT,
            figure.x().scale(),
            xRange,
            figure.y().scale(),
            yRange);
    sheet.addAll(new LinePanel(figure, frame).draw());
    sheet.skip(PLOT_HEIGHT + PlotFrame.labelHeight());
  }

  private DoubleStream places() {
    return DoubleStream.concat(
        figure.series().stream()
            .flatMap(series -> series.samples().stream())
            .mapToDouble(LineFigure.Sample::x),
        figure.references().stream().mapToDouble(LineFigure.Reference::x));
  }

  private DoubleStream values() {
    return DoubleStream.concat(
        figure.series().stream()
            .flatMap(series -> series.samples().stream())
            .flatMapToDouble(sample -> DoubleStream.of(sample.low(), sample.high())),
        figure.references().stream().mapToDouble(LineFigure.Reference::y));
  }

  private List<Sheet.Entry> legend() {
    List<Sheet.Entry> entries = new ArrayList<>();
    for (int i = 0; i < figure.series().size(); i++) {
      SeriesStyle style = figure.style(i);
      entries.add(
          new Sheet.Entry(figure.series().get(i).name(), (from, to) -> key(style, from, to)));
    }
    Map<String, LineFigure.Reference> references = new LinkedHashMap<>();
    figure.references().forEach(each -> references.putIfAbsent(each.label(), each));
    references.forEach(
        (label, reference) ->
            entries.add(new Sheet.Entry(label, (from, to) -> key(reference.hue(), from, to))));
    return entries;
  }

  private static List<Mark> key(SeriesStyle style, Point from, Point to) {
    return List.of(Mark.Path.line(style.line(), from, to), Symbols.of(style, middle(from, to)));
  }

  private static List<Mark> key(SeriesStyle.Hue hue, Point from, Point to) {
    return List.of(Symbols.star(hue, middle(from, to), LinePanel.STAR_RADIUS));
  }

  private static Point middle(Point from, Point to) {
    return new Point((from.x() + to.x()) / 2, from.y());
  }
}
