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
    points(figure).forEach(fields -> lines.add(line(fields.toArray(new String[0]))));
    return joined(lines);
  }

  /**
   * Writes the points of figures that stand beside each other.
   *
   * @param figures the figures
   * @return the same lines as of each, with its title in a first field
   */
  public static String ofLines(List<LineFigure> figures) {
    List<String> lines = new ArrayList<>();
    lines.add("figure,kind,name,x,y,low,high");
    for (LineFigure figure : figures) {
      for (List<String> fields : points(figure)) {
        List<String> all = new ArrayList<>(List.of(figure.title()));
        all.addAll(fields);
        lines.add(line(all.toArray(new String[0])));
      }
    }
    return joined(lines);
  }

  private static List<List<String>> points(LineFigure figure) {
    List<List<String>> points = new ArrayList<>();
    for (LineFigure.Series series : figure.series()) {
      for (LineFigure.Sample sample : series.samples()) {
        points.add(
            List.of(
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
      points.add(List.of("reference", reference.label(), number(reference.x()), y, y, y));
    }
    return points;
  }

  /**
   * Writes estimates.
   *
   * @param figure the figure
   * @return lines of {@code panel,name,kind,value,low,high}; without an estimate the last three are
   *     empty
   */
  public static String of(ForestFigure figure) {
    List<String> lines = new ArrayList<>();
    lines.add("panel,name,kind,value,low,high");
    for (ForestFigure.Panel panel : figure.panels()) {
      for (int row = 0; row < figure.rows().size(); row++) {
        for (int kind = 0; kind < figure.kinds().size(); kind++) {
          ForestFigure.Estimate estimate = panel.estimates().get(row).get(kind);
          lines.add(
              line(
                  panel.heading(),
                  figure.rows().get(row).name(),
                  figure.kinds().get(kind),
                  number(estimate.value()),
                  number(estimate.low()),
                  number(estimate.high())));
        }
      }
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
