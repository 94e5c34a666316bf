package org.widemargin.figure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.widemargin.file.AtomicFiles;

/** Renders figures. The same figure gives the same bytes. */
public final class Figures {
  private Figures() {}

  /**
   * Renders as SVG.
   *
   * <p>Text stays text. Colours carry the classes {@code fill-ROLE} and {@code stroke-ROLE}, so
   * that a page can change them on a dark background.
   *
   * @param figure what to draw
   * @return one {@code svg} element with a {@code viewBox}, a title and a description, without an
   *     XML declaration and without identifiers: many can stand in one page
   */
  public static String svg(Figure figure) {
    return SvgWriter.write(draw(figure));
  }

  /**
   * Renders as PNG; needs no display.
   *
   * @param figure what to draw
   * @return the bytes of a PNG file, twice as wide and high as the SVG's {@code viewBox}
   */
  public static byte[] png(Figure figure) {
    return PngPainter.paint(draw(figure));
  }

  /**
   * Writes {@code NAME.svg} and {@code NAME.png}, and {@code NAME.csv} for lines, estimates,
   * histograms and boundaries.
   *
   * @param figure what to draw
   * @param folder where to; must exist
   * @param name the files' name without an ending
   * @throws org.widemargin.error.InputException if a file cannot be written
   */
  public static void write(Figure figure, Path folder, String name) {
    AtomicFiles.writeText(folder.resolve(name + ".svg"), svg(figure));
    byte[] png = png(figure);
    AtomicFiles.write(folder.resolve(name + ".png"), stream -> stream.write(png));
    numbers(figure)
        .ifPresent(numbers -> AtomicFiles.writeText(folder.resolve(name + ".csv"), numbers));
  }

  private static Optional<String> numbers(Figure figure) {
    if (figure instanceof LineFigure lines) {
      return Optional.of(FigureCsv.of(lines));
    } else if (figure instanceof HistogramFigure histogram) {
      return Optional.of(FigureCsv.of(histogram));
    } else if (figure instanceof ForestFigure forest) {
      return Optional.of(FigureCsv.of(forest));
    }
    List<LineFigure> lines = parts(figure, LineFigure.class);
    if (!lines.isEmpty()) {
      return Optional.of(FigureCsv.ofLines(lines));
    }
    List<BoundaryFigure> boundaries = parts(figure, BoundaryFigure.class);
    return boundaries.isEmpty()
        ? Optional.empty()
        : Optional.of(FigureCsv.ofBoundaries(boundaries));
  }

  private static <T extends Figure> List<T> parts(Figure figure, Class<T> kind) {
    List<Figure> parts = figure instanceof SideBySideFigure row ? row.figures() : List.of(figure);
    return parts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Drawing draw(Figure figure) {
    if (figure instanceof LineFigure lines) {
      return LineDrawing.of(lines);
    } else if (figure instanceof ForestFigure forest) {
      return ForestDrawing.of(forest);
    } else if (figure instanceof HistogramFigure histogram) {
      return HistogramDrawing.of(histogram);
    } else if (figure instanceof BoundaryFigure boundary) {
      return BoundaryDrawing.of(boundary);
    } else if (figure instanceof ImageGridFigure images) {
      return ImageGridDrawing.of(images);
    } else if (figure instanceof SideBySideFigure row) {
      return SideBySideDrawing.of(row, row.figures().stream().map(Figures::draw).toList());
    }
    throw new AssertionError("a sealed type has no other case: " + figure);
  }
}
