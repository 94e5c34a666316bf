package org.widemargin.figure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a drawing is made of. Coordinates run from the upper left corner. */
sealed interface Mark {

  /** Draws this mark; one method of the canvas per kind of mark. */
  void drawOn(Canvas canvas);

  /** The same mark farther to the right. */
  Mark movedRight(double distance);

  /** Something to draw on. */
  interface Canvas {
    void path(Path path);

    void disc(Disc disc);

    void label(Label label);

    void raster(Raster raster);

    void window(Window window);
  }

  /** A line or an area through points. */
  record Path(List<Point> points, boolean closed, @Nullable Stroke stroke, @Nullable Ink fill)
      implements Mark {
    public Path {
      points = List.copyOf(points);
    }

    @Override
    public void drawOn(Canvas canvas) {
      canvas.path(this);
    }

    @Override
    public Mark movedRight(double distance) {
      return new Path(
          points.stream().map(point -> point.movedRight(distance)).toList(), closed, stroke, fill);
    }

    static Path line(Stroke stroke, Point... points) {
      return new Path(List.of(points), false, stroke, null);
    }

    static Path line(Stroke stroke, List<Point> points) {
      return new Path(points, false, stroke, null);
    }

    static Path area(Ink fill, List<Point> points) {
      return new Path(points, true, null, fill);
    }

    static Path rectangle(
        double x,
        double y,
        double width,
        double height,
        @Nullable Stroke stroke,
        @Nullable Ink fill) {
      List<Point> corners =
          List.of(
              new Point(x, y),
              new Point(x + width, y),
              new Point(x + width, y + height),
              new Point(x, y + height));
      return new Path(corners, true, stroke, fill);
    }
  }

  /** A circle. */
  record Disc(Point centre, double radius, @Nullable Stroke stroke, @Nullable Ink fill)
      implements Mark {
    @Override
    public void drawOn(Canvas canvas) {
      canvas.disc(this);
    }

    @Override
    public Mark movedRight(double distance) {
      return new Disc(centre.movedRight(distance), radius, stroke, fill);
    }
  }

  /** One line of text; the point is on the baseline. */
  record Label(String text, Point at, TextStyle style, Anchor anchor, Ink ink) implements Mark {
    @Override
    public void drawOn(Canvas canvas) {
      canvas.label(this);
    }

    @Override
    public Mark movedRight(double distance) {
      return new Label(text, at.movedRight(distance), style, anchor, ink);
    }
  }

  /** A picture stretched over a rectangle, with visible pixels. */
  record Raster(double x, double y, double width, double height, Picture picture) implements Mark {
    @Override
    public void drawOn(Canvas canvas) {
      canvas.raster(this);
    }

    @Override
    public Mark movedRight(double distance) {
      return new Raster(x + distance, y, width, height, picture);
    }
  }

  /** Marks of which only the part within a rectangle is shown. */
  record Window(double x, double y, double width, double height, List<Mark> marks) implements Mark {
    public Window {
      marks = List.copyOf(marks);
    }

    @Override
    public void drawOn(Canvas canvas) {
      canvas.window(this);
    }

    @Override
    public Mark movedRight(double distance) {
      return new Window(
          x + distance,
          y,
          width,
          height,
          marks.stream().map(mark -> mark.movedRight(distance)).toList());
    }
  }

  /** Which part of a text is at its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }
}
