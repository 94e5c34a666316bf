package org.widemargin.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The curves of a {@link LineFigure} within one pair of axes. */
final class LinePanel {
  static final double STAR_RADIUS = 8;

  /** Curves of more points get a marker only now and then, or the markers would hide the curve. */
  private static final int MOST_MARKERS = 12;

  private static final double BAND_OPACITY = 0.18;
  private static final double HALF_CAP = 3.5;

  /**
   * How far curves with bars are moved apart in all, so that their bars do not lie on each other.
   */
  private static final double WIDEST_SHIFT = 14;

  private static final double USUAL_SHIFT = 3;

  private final LineFigure figure;
  private final PlotFrame frame;

  LinePanel(LineFigure figure, PlotFrame frame) {
    this.figure = figure;
    this.frame = frame;
  }

  /** Grid, results from elsewhere, curves, sides and markers, the hindmost first. */
  List<Mark> draw() {
    List<Mark> marks = new ArrayList<>(frame.grid());
    marks.addAll(stars());
    List<Mark> curves = new ArrayList<>();
    List<Integer> order = hindmostFirst();
    order.forEach(index -> curves.addAll(spread(index)));
    order.forEach(index -> curves.addAll(curve(index)));
    marks.add(frame.window(curves));
    marks.addAll(frame.sides());
    order.forEach(index -> marks.addAll(markers(index)));
    return marks;
  }

  private List<Integer> hindmostFirst() {
    return IntStream.range(0, figure.series().size())
        .boxed()
        .sorted(Comparator.comparing(index -> figure.style(index).weight()))
        .toList();
  }

  private List<Mark> stars() {
    return figure.references().stream()
        .filter(reference -> frame.contains(frame.at(reference.x(), reference.y())))
        .map(
            reference ->
                Symbols.star(reference.hue(), frame.at(reference.x(), reference.y()), STAR_RADIUS))
        .toList();
  }

  private List<Mark> spread(int index) {
    return switch (figure.series().get(index).spread()) {
      case NONE -> List.of();
      case BAND -> bands(index);
      case BARS -> bars(index);
    };
  }

  private List<Mark> bands(int index) {
    Ink ink = figure.style(index).hue().ink().withOpacity(BAND_OPACITY);
    List<Mark> bands = new ArrayList<>();
    for (List<LineFigure.Sample> run : unbroken(index)) {
      List<Point> outline = new ArrayList<>();
      run.forEach(sample -> outline.add(at(index, sample.x(), sample.high())));
      for (int i = run.size() - 1; i >= 0; i--) {
        outline.add(at(index, run.get(i).x(), run.get(i).low()));
      }
      bands.add(Mark.Path.area(ink, outline));
    }
    return bands;
  }

  private List<Mark> bars(int index) {
    Stroke stroke = figure.style(index).bar();
    List<Mark> bars = new ArrayList<>();
    for (List<LineFigure.Sample> run : unbroken(index)) {
      for (LineFigure.Sample sample : run) {
        Point low = at(index, sample.x(), sample.low());
        Point high = at(index, sample.x(), sample.high());
        bars.add(Mark.Path.line(stroke, low, high));
        bars.add(cap(stroke, low));
        bars.add(cap(stroke, high));
      }
    }
    return bars;
  }

  private static Mark cap(Stroke stroke, Point at) {
    return Mark.Path.line(
        stroke, new Point(at.x() - HALF_CAP, at.y()), new Point(at.x() + HALF_CAP, at.y()));
  }

  private List<Mark> curve(int index) {
    List<Mark> marks = new ArrayList<>();
    for (List<LineFigure.Sample> run : unbroken(index)) {
      List<Point> points = run.stream().map(sample -> at(index, sample.x(), sample.y())).toList();
      marks.add(Mark.Path.line(figure.style(index).line(), points));
    }
    return marks;
  }

  private List<Mark> markers(int index) {
    List<Point> points =
        unbroken(index).stream()
            .flatMap(List::stream)
            .map(sample -> at(index, sample.x(), sample.y()))
            .toList();
    List<Mark> marks = new ArrayList<>();
    // Staggered, so that the markers of curves that lie on each other can all be seen.
    int every = Math.max(1, (int) Math.ceil((double) points.size() / MOST_MARKERS));
    int first = every * (2 * (index % 4) + 1) / 8;
    for (int i = first; i < points.size(); i += every) {
      if (frame.contains(points.get(i))) {
        marks.add(Symbols.of(figure.style(index), points.get(i)));
      }
    }
    return marks;
  }

  private Point at(int index, double x, double y) {
    return frame.at(x, y).movedRight(shift(index));
  }

  /** Curves with bars stand a little beside each other. */
  private double shift(int index) {
    if (figure.series().get(index).spread() != LineFigure.Spread.BARS) {
      return 0;
    }
    int others = figure.series().size() - 1;
    double step = Math.min(USUAL_SHIFT, WIDEST_SHIFT / Math.max(1, others));
    return (index - others / 2.0) * step;
  }

  /** The parts of a curve between its gaps. */
  private List<List<LineFigure.Sample>> unbroken(int index) {
    List<List<LineFigure.Sample>> runs = new ArrayList<>();
    boolean open = false;
    for (LineFigure.Sample sample : figure.series().get(index).samples()) {
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
