package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out a {@link BoundaryFigure}. */
final class BoundaryDrawing {
  private static final double TRAIN_RADIUS = 5.5;
  private static final double TEST_RADIUS = 3;

  /** Light, and of different lightness, so that the regions can be told apart in greyscale. */
  private static final List<Integer> REGIONS = List.of(0xb4d3e9, 0xfdeee2);

  /** Points lie on the regions, which stay light on a dark page: so these colours stay too. */
  private static final List<Ink> CLASSES =
      List.of(new Ink("fixed", 0x0067a3, 1), new Ink("fixed", 0xc65500, 1));

  private static final Ink TRAIN_OUTLINE = Ink.BLACK;
  private static final double TEST_OPACITY = 0.5;

  private final BoundaryFigure figure;
  private final Sheet sheet = new Sheet(Drawing.WIDTH);

  private BoundaryDrawing(BoundaryFigure figure) {
    this.figure = figure;
  }

  static Drawing of(BoundaryFigure figure) {
    return new BoundaryDrawing(figure).draw();
  }

  private Drawing draw() {
    sheet.text(figure.title(), TextStyle.TITLE, Ink.TEXT, Mark.Anchor.START);
    sheet.skip(2);
    sheet.text(figure.subtitle(), TextStyle.HEADING, Ink.TEXT, Mark.Anchor.START);
    sheet.skip(8);
    PlotFrame frame = frame();
    sheet.addAll(frame.grid());
    sheet.add(frame.window(plot(frame)));
    sheet.addAll(frame.sides());
    sheet.skip(frame.height() + PlotFrame.labelHeight() + 8);
    sheet.legend(legend());
    return sheet.finish(figure);
  }

  private PlotFrame frame() {
    Axis.Range x = figure.scores().x();
    Axis.Range y = figure.scores().y();
    double left = Sheet.MARGIN + PlotFrame.labelRoom(Axis.Scale.LINEAR, y);
    double width = Drawing.WIDTH - PlotFrame.RIGHT_MARGIN - left;
    double sameUnit = width * (y.high() - y.low()) / (x.high() - x.low());
    double height = Math.min(1.2 * width, Math.max(0.5 * width, sameUnit));
    return new PlotFrame(
        left, sheet.cursor(), width, height, Axis.Scale.LINEAR, x, Axis.Scale.LINEAR, y);
  }

  private List<Mark> plot(PlotFrame frame) {
    List<Mark> marks = new ArrayList<>();
    Picture regions = regions((int) Math.ceil(frame.width()), (int) Math.ceil(frame.height()));
    marks.add(new Mark.Raster(frame.left(), frame.top(), frame.width(), frame.height(), regions));
    for (BoundaryFigure.Observation test : figure.test()) {
      Ink ink = CLASSES.get(test.label()).withOpacity(TEST_OPACITY);
      marks.add(symbol(test.label(), frame.at(test.x(), test.y()), TEST_RADIUS, null, ink));
    }
    for (List<Point> line : Contour.of(figure.scores())) {
      List<Point> placed = line.stream().map(share -> place(frame, share)).toList();
      marks.add(Mark.Path.line(Stroke.solid(Ink.WHITE, 5), placed));
      marks.add(Mark.Path.line(Stroke.solid(Ink.BLACK, 2.4), placed));
    }
    for (BoundaryFigure.Observation train : figure.train()) {
      marks.add(trainSymbol(train.label(), frame.at(train.x(), train.y())));
    }
    return marks;
  }

  private Picture regions(int width, int height) {
    float[] pixels = new float[3 * width * height];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double shareX = (column + 0.5) / width;
        double shareY = 1 - (row + 0.5) / height;
        int region = REGIONS.get(figure.scores().interpolate(shareX, shareY) >= 0 ? 1 : 0);
        for (int channel = 0; channel < 3; channel++) {
          int level = region >> (16 - 8 * channel) & 0xff;
          pixels[(channel * height + row) * width + column] = level / 255f;
        }
      }
    }
    return new Picture(3, height, width, pixels);
  }

  private static Point place(PlotFrame frame, Point share) {
    return new Point(
        frame.left() + share.x() * frame.width(), frame.bottom() - share.y() * frame.height());
  }

  private static Mark trainSymbol(int label, Point at) {
    return symbol(label, at, TRAIN_RADIUS, Stroke.solid(TRAIN_OUTLINE, 1.6), CLASSES.get(label));
  }

  /** Circles for the first class, triangles for the second. */
  private static Mark symbol(
      int label, Point at, double radius, @Nullable Stroke stroke, Ink fill) {
    return label == 0
        ? new Mark.Disc(at, radius, stroke, fill)
        : Symbols.triangle(at, radius * 1.3, stroke, fill);
  }

  private List<Sheet.Entry> legend() {
    List<Sheet.Entry> entries = new ArrayList<>();
    for (int label = 0; label < 2; label++) {
      int index = label;
      entries.add(
          new Sheet.Entry(
              figure.classes().get(label) + ": train (bold), test (light)",
              (from, to) -> legendKey(index, from, to)));
    }
    return entries;
  }

  private static List<Mark> legendKey(int label, Point from, Point to) {
    int rgb = REGIONS.get(label);
    return List.of(
        Mark.Path.rectangle(
            from.x(), from.y() - 9, to.x() - from.x(), 18, null, new Ink("fixed", rgb, 1)),
        trainSymbol(label, new Point(from.x() + 10, from.y())),
        symbol(
            label,
            new Point(to.x() - 8, from.y()),
            TEST_RADIUS,
            null,
            CLASSES.get(label).withOpacity(TEST_OPACITY)));
  }
}
