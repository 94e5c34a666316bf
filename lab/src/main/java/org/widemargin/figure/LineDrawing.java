package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Lays out a {@link LineFigure}. */
final class LineDrawing {
  private static final double PLOT_HEIGHT = 270;
  private static final double MARKER_RADIUS = 4;

  /** Curves of more points get a marker only now and then, or the markers would hide the curve. */
  private static final int MOST_MARKERS = 12;

  private static final double BAND_OPACITY = 0.18;
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
    sheet.skip(12);
    PlotFrame frame = frame();
    sheet.addAll(frame.grid());
    List<Mark> curves = new ArrayList<>();
    for (int i = 0; i < figure.series().size(); i++) {
      curves.addAll(spread(frame, i));
    }
    for (int i = 0; i < figure.series().size(); i++) {
      curves.addAll(curve(frame, i));
    }
    sheet.add(frame.window(curves));
    sheet.addAll(frame.sides());
    for (int i = 0; i < figure.series().size(); i++) {
      sheet.addAll(markers(frame, i));
    }
    sheet.addAll(new ReferenceMarks(frame).draw(figure.references()));
    sheet.skip(PLOT_HEIGHT + PlotFrame.labelHeight());
    sheet.text(figure.x().label(), TextStyle.NORMAL, Ink.MUTED, Mark.Anchor.MIDDLE);
    sheet.skip(4);
    sheet.legend(legend());
    return sheet.finish(figure);
  }

  private PlotFrame frame() {
    DoubleStream xs =
        DoubleStream.concat(
            figure.series().stream()
                .flatMap(series -> series.samples().stream())
                .mapToDouble(LineFigure.Sample::x),
            figure.references().stream().mapToDouble(LineFigure.Reference::x));
    DoubleStream ys =
        DoubleStream.concat(
            figure.series().stream()
                .flatMap(series -> series.samples().stream())
                .flatMapToDouble(sample -> DoubleStream.of(sample.low(), sample.high())),
            figure.references().stream().mapToDouble(LineFigure.Reference::y));
    Axis.Range xRange = Ranges.of(figure.x(), xs, PADDING);
    Axis.Range yRange = Ranges.of(figure.y(), ys, PADDING);
    double left = Sheet.MARGIN + PlotFrame.labelRoom(figure.y().scale(), yRange);
    double width = Drawing.WIDTH - PlotFrame.RIGHT_MARGIN - left;
    return new PlotFrame(
        left,
        sheet.cursor(),
        width,
        PLOT_HEIGHT,
        figure.x().scale(),
        xRange,
        figure.y().scale(),
        yRange);
  }

  private List<Mark> spread(PlotFrame frame, int index) {
    LineFigure.Series series = figure.series().get(index);
    return switch (series.spread()) {
      case NONE -> List.of();
      case BAND -> bands(frame, series, Ink.series(index).withOpacity(BAND_OPACITY));
      case BARS -> bars(frame, series, Stroke.solid(Ink.series(index), 1.6));
    };
  }

  private static List<Mark> bands(PlotFrame frame, LineFigure.Series series, Ink ink) {
    List<Mark> bands = new ArrayList<>();
    for (List<LineFigure.Sample> run : unbroken(series)) {
      List<Point> outline = new ArrayList<>();
      run.forEach(sample -> outline.add(frame.at(sample.x(), sample.high())));
      for (int i = run.size() - 1; i >= 0; i--) {
        outline.add(frame.at(run.get(i).x(), run.get(i).low()));
      }
      bands.add(Mark.Path.area(ink, outline));
    }
    return bands;
  }

  private static List<Mark> bars(PlotFrame frame, LineFigure.Series series, Stroke stroke) {
    List<Mark> bars = new ArrayList<>();
    for (List<LineFigure.Sample> run : unbroken(series)) {
      for (LineFigure.Sample sample : run) {
        Point low = frame.at(sample.x(), sample.low());
        Point high = frame.at(sample.x(), sample.high());
        bars.add(Mark.Path.line(stroke, low, high));
        bars.add(cap(stroke, low));
        bars.add(cap(stroke, high));
      }
    }
    return bars;
  }

  private static Mark cap(Stroke stroke, Point at) {
    double half = MARKER_RADIUS + 1;
    return Mark.Path.line(
        stroke, new Point(at.x() - half, at.y()), new Point(at.x() + half, at.y()));
  }

  private List<Mark> curve(PlotFrame frame, int index) {
    List<Mark> marks = new ArrayList<>();
    for (List<LineFigure.Sample> run : unbroken(figure.series().get(index))) {
      List<Point> points = run.stream().map(sample -> frame.at(sample.x(), sample.y())).toList();
      marks.add(Mark.Path.line(Stroke.series(index), points));
    }
    return marks;
  }

  private List<Mark> markers(PlotFrame frame, int index) {
    List<Point> points =
        unbroken(figure.series().get(index)).stream()
            .flatMap(List::stream)
            .map(sample -> frame.at(sample.x(), sample.y()))
            .toList();
    List<Mark> marks = new ArrayList<>();
    // Staggered, so that the markers of curves that lie on each other can all be seen.
    int every = Math.max(1, (int) Math.ceil((double) points.size() / MOST_MARKERS));
    int first = every * (2 * (index % 4) + 1) / 8;
    for (int i = first; i < points.size(); i += every) {
      if (frame.contains(points.get(i))) {
        marks.add(Symbols.series(index, points.get(i), MARKER_RADIUS));
      }
    }
    return marks;
  }

  private List<Sheet.Entry> legend() {
    List<Sheet.Entry> entries = new ArrayList<>();
    for (int i = 0; i < figure.series().size(); i++) {
      int index = i;
      entries.add(
          new Sheet.Entry(figure.series().get(i).name(), (from, to) -> legendKey(index, from, to)));
    }
    return entries;
  }

  private static List<Mark> legendKey(int index, Point from, Point to) {
    Point middle = new Point((from.x() + to.x()) / 2, from.y());
    return List.of(
        Mark.Path.line(Stroke.series(index), from, to),
        Symbols.series(index, middle, MARKER_RADIUS));
  }

  /** The parts of a curve between its gaps. */
  private static List<List<LineFigure.Sample>> unbroken(LineFigure.Series series) {
    List<List<LineFigure.Sample>> runs = new ArrayList<>();
    boolean open = false;
    for (LineFigure.Sample sample : series.samples()) {
      boolean gap = Double.isNaN(sample.y());
      if (!gap && !open) {
        runs.add(new ArrayList<>());
      }
      if (!gap) {
        runs.get(runs.size() - 1).add(sample);
      }
      open = !gap;
    }
    return runs;
  }
}
