package org.widemargin.figure;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a drawing as SVG: real text, no identifiers, so that many can stand in one page. */
final class SvgWriter implements Mark.Canvas {
  private static final String FONTS =
      "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,'DejaVu Sans',sans-serif";

  private static final double SMALLEST_SCALE = 0.72;

  private final StringBuilder svg = new StringBuilder();

  private SvgWriter() {}

  static String write(Drawing drawing) {
    return new SvgWriter().drawing(drawing);
  }

  private String drawing(Drawing drawing) {
    String width = Markup.number(drawing.width());
    String height = Markup.number(drawing.height());
    String style = drawing.width() > Drawing.WIDTH ? narrowest(drawing.width()) : "";
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(width + " " + height)
        .append("\" width=\"" + width + "\" height=\"" + height)
        .append("\"" + style + " role=\"img\" font-family=\"" + FONTS + "\" aria-label=\"")
        .append(Markup.escape(drawing.title() + ". " + drawing.description()))
        .append("\">\n<title>" + Markup.escape(drawing.title()) + "</title>\n<desc>")
        .append(Markup.escape(drawing.description()))
        .append("</desc>\n");
    drawing.marks().forEach(mark -> mark.drawOn(this));
    return svg.append("</svg>\n").toString();
  }

  /** A page scrolls a wide figure rather than shrink its text to nothing. */
  private static String narrowest(double width) {
    return " style=\"min-width:" + Markup.number(Math.rint(width * SMALLEST_SCALE)) + "px\"";
  }

  @Override
  public void path(Mark.Path path) {
    String points =
        path.points().stream()
            .map(point -> Markup.number(point.x()) + "," + Markup.number(point.y()))
            .collect(Collectors.joining(" "));
    svg.append(path.closed() ? "<polygon" : "<polyline").append(" points=\"" + points + "\"");
    paint(path.stroke(), path.fill());
    svg.append("/>\n");
  }

  @Override
  public void disc(Mark.Disc disc) {
    svg.append("<circle");
    attribute("cx", disc.centre().x());
    attribute("cy", disc.centre().y());
    attribute("r", disc.radius());
    paint(disc.stroke(), disc.fill());
    svg.append("/>\n");
  }

  @Override
  public void label(Mark.Label label) {
    svg.append("<text");
    attribute("x", label.at().x());
    attribute("y", label.at().y());
    attribute("font-size", label.style().size());
    if (label.style().bold()) {
      svg.append(" font-weight=\"bold\"");
    }
    if (label.anchor() != Mark.Anchor.START) {
      svg.append(" text-anchor=\"" + label.anchor().name().toLowerCase(Locale.ROOT) + "\"");
    }
    paint(null, label.ink());
    svg.append(">" + Markup.escape(label.text()) + "</text>\n");
  }

  @Override
  public void raster(Mark.Raster raster) {
    svg.append("<image");
    rectangle(raster.x(), raster.y(), raster.width(), raster.height());
    svg.append(" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\"")
        .append(" href=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(raster.picture().toPng()))
        .append("\"/>\n");
  }

  /** A nested sheet clips what is outside it, without the identifier that a clip path needs. */
  @Override
  public void window(Mark.Window window) {
    svg.append("<svg");
    rectangle(window.x(), window.y(), window.width(), window.height());
    String box =
        List.of(window.x(), window.y(), window.width(), window.height()).stream()
            .map(Markup::number)
            .collect(Collectors.joining(" "));
    svg.append(" viewBox=\"" + box + "\">\n");
    window.marks().forEach(mark -> mark.drawOn(this));
    svg.append("</svg>\n");
  }

  private void rectangle(double x, double y, double width, double height) {
    attribute("x", x);
    attribute("y", y);
    attribute("width", width);
    attribute("height", height);
  }

  private void attribute(String name, double value) {
    svg.append(" " + name + "=\"" + Markup.number(value) + "\"");
  }

  private void paint(@Nullable Stroke stroke, @Nullable Ink fill) {
    svg.append(" class=\"")
        .append(fill == null ? "" : "fill-" + fill.role())
        .append(fill == null || stroke == null ? "" : " ")
        .append(stroke == null ? "" : "stroke-" + stroke.ink().role())
        .append("\" fill=\"" + (fill == null ? "none" : hex(fill)) + "\"");
    if (fill != null && fill.opacity() < 1) {
      attribute("fill-opacity", fill.opacity());
    }
    if (stroke != null) {
      stroke(stroke);
    }
  }

  private void stroke(Stroke stroke) {
    svg.append(" stroke=\"" + hex(stroke.ink()) + "\"");
    attribute("stroke-width", stroke.width());
    svg.append(" stroke-linejoin=\"round\"");
    if (stroke.ink().opacity() < 1) {
      attribute("stroke-opacity", stroke.ink().opacity());
    }
    if (!stroke.dashes().isEmpty()) {
      String dashes = stroke.dashes().stream().map(Markup::number).collect(Collectors.joining(" "));
      svg.append(" stroke-dasharray=\"" + dashes + "\"");
    }
  }

  private static String hex(Ink ink) {
    return String.format(Locale.ROOT, "#%06x", ink.rgb());
  }
}
