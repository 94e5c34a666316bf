package org.widemargin.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paints a drawing as a PNG, at twice its size so that it is sharp on dense screens. */
final class PngPainter implements Mark.Canvas {
  private static final double SCALE = 2;

  private final Graphics2D graphics;

  private PngPainter(Graphics2D graphics) {
    this.graphics = graphics;
  }

  static byte[] paint(Drawing drawing) {
    int width = (int) Math.ceil(drawing.width() * SCALE);
    int height = (int) Math.ceil(drawing.height() * SCALE);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.scale(SCALE, SCALE);
      setHints(graphics);
      PngPainter painter = new PngPainter(graphics);
      painter.fill(new Rectangle2D.Double(0, 0, width, height), Ink.BACKGROUND);
      drawing.marks().forEach(mark -> mark.drawOn(painter));
    } finally {
      graphics.dispose();
    }
    return Picture.png(image);
  }

  private static void setHints(Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
  }

  @Override
  public void path(Mark.Path path) {
    paint(shape(path), path.stroke(), path.fill());
  }

  @Override
  public void disc(Mark.Disc disc) {
    double diameter = 2 * disc.radius();
    Shape circle =
        new Ellipse2D.Double(
            disc.centre().x() - disc.radius(),
            disc.centre().y() - disc.radius(),
            diameter,
            diameter);
    paint(circle, disc.stroke(), disc.fill());
  }

  private static Shape shape(Mark.Path path) {
    Path2D shape = new Path2D.Double();
    List<Point> points = path.points();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (i == 0) {
        shape.moveTo(point.x(), point.y());
      } else {
        shape.lineTo(point.x(), point.y());
      }
    }
    if (path.closed() && !points.isEmpty()) {
      shape.closePath();
    }
    return shape;
  }

  @Override
  public void label(Mark.Label label) {
    int weight = label.style().bold() ? Font.BOLD : Font.PLAIN;
    Font font = new Font(Font.SANS_SERIF, weight, 1).deriveFont((float) label.style().size());
    graphics.setFont(font);
    graphics.setColor(colour(label.ink()));
    double width = font.getStringBounds(label.text(), graphics.getFontRenderContext()).getWidth();
    double shift =
        switch (label.anchor()) {
          case START -> 0;
          case MIDDLE -> width / 2;
          case END -> width;
        };
    graphics.drawString(label.text(), (float) (label.at().x() - shift), (float) label.at().y());
  }

  @Override
  public void raster(Mark.Raster raster) {
    BufferedImage image = raster.picture().toImage();
    AffineTransform place = AffineTransform.getTranslateInstance(raster.x(), raster.y());
    place.scale(raster.width() / image.getWidth(), raster.height() / image.getHeight());
    graphics.drawImage(image, place, null);
  }

  @Override
  public void window(Mark.Window window) {
    Shape outer = graphics.getClip();
    graphics.clip(new Rectangle2D.Double(window.x(), window.y(), window.width(), window.height()));
    window.marks().forEach(mark -> mark.drawOn(this));
    graphics.setClip(outer);
  }

  private void paint(Shape shape, @Nullable Stroke stroke, @Nullable Ink fill) {
    if (fill != null) {
      fill(shape, fill);
    }
    if (stroke != null) {
      graphics.setColor(colour(stroke.ink()));
      graphics.setStroke(basicStroke(stroke));
      graphics.draw(shape);
    }
  }

  private void fill(Shape shape, Ink ink) {
    graphics.setColor(colour(ink));
    graphics.fill(shape);
  }

  private static BasicStroke basicStroke(Stroke stroke) {
    float[] dashes = new float[stroke.dashes().size()];
    for (int i = 0; i < dashes.length; i++) {
      dashes[i] = stroke.dashes().get(i).floatValue();
    }
    return new BasicStroke(
        (float) stroke.width(),
        BasicStroke.CAP_BUTT,
        BasicStroke.JOIN_ROUND,
        1,
        dashes.length == 0 ? null : dashes,
        0);
  }

  private static Color colour(Ink ink) {
    return new Color(ink.rgb() | (int) Math.round(ink.opacity() * 255) << 24, true);
  }
}
