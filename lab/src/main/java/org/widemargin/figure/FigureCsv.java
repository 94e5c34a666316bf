package org.widemargin.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers behind a figure, as comma-separated values (RFC 4180) with a heading line. */
public final class FigureCsv {
  private static final MathContext DIGITS = new MathContext(10);

  private FigureCsv() {}

  /**
   * Writes the points of curves and references.
   *
   * @param figure the figure
   * @return lines of {@code kind,name,x,y,low,high}; kind is {@code series} or {@code reference}; a
   *     gap has empty values
   */
  public static String of(LineFigure figure) {
    List<String> lines = new ArrayList<>();
    lines.add("kind,name,x,y,low,high");
    for (LineFigure.Series series : figure.series()) {
      for (LineFigure.Sample sample : series.samples()) {
        lines.add(
            line(
                "series",
                series.name(),
                number(sample.x()),
                number(sample.y()),
                number(sample.low()),
                number(sample.high())));
      }
    }
    for (LineFigure.Reference reference : figure.references()) {
      String y = number(reference.y());
      lines.add(line("reference", reference.label(), number(reference.x()), y, y, y));
    }
    return joined(lines);
  }

  /**
   * Writes the shares of distributions.
   *
   * @param figure the figure
   * @return lines of {@code name,count,low,high,share}, one per bin; shares run from 0 to 1
   */
  public static String of(HistogramFigure figure) {
    List<String> lines = new ArrayList<>();
    lines.add("name,count,low,high,share");
    for (HistogramFigure.Distribution distribution : figure.distributions()) {
      for (int bin = 0; bin < distribution.shares().size(); bin++) {
        lines.add(
            line(
                distribution.name(),
                Long.toString(distribution.count()),
                number(figure.edges().get(bin)),
                number(figure.edges().get(bin + 1)),
                number(distribution.shares().get(bin))));
      }
    }
    return joined(lines);
  }

  /**
   * Writes the points and the boundaries of classifiers in the plane.
   *
   * @param figures one or several beside each other
   * @return lines of {@code name,kind,x,y,label}; kind is {@code train}, {@code test}, both with a
   *     label of 0 or 1, or {@code boundary-1}, {@code boundary-2}, ..., the pieces of the line
   *     between the classes, from end to end
   */
  public static String ofBoundaries(List<BoundaryFigure> figures) {
    List<String> lines = new ArrayList<>();
    lines.add("name,kind,x,y,label");
    for (BoundaryFigure figure : figures) {
      figure.train().forEach(point -> lines.add(line(figure, "train", point)));
      figure.test().forEach(point -> lines.add(line(figure, "test", point)));
      List<List<Point>> pieces = Contour.of(figure.scores());
      for (int i = 0; i < pieces.size(); i++) {
        for (Point share : pieces.get(i)) {
          lines.add(
              line(
                  figure.title(),
                  "boundary-" + (i + 1),
                  number(along(figure.scores().x(), share.x())),
                  number(along(figure.scores().y(), share.y())),
                  ""));
        }
      }
    }
    return joined(lines);
  }

  private static double along(Axis.Range range, double share) {
    return range.low() + share * (range.high() - range.low());
  }

  private static String line(BoundaryFigure figure, String kind, BoundaryFigure.Observation point) {
    return line(
        figure.title(), kind, number(point.x()), number(point.y()), String.valueOf(point.label()));
  }

  private static String joined(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String line(String... fields) {
    return Stream.of(fields).map(FigureCsv::quoted).collect(Collectors.joining(","));
  }

  /** Ten digits are more than any measurement has, and hide what binary fractions leave over. */
  private static String number(double value) {
    return Double.isNaN(value)
        ? ""
        : BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
