package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.widemargin.figure.Axis.Range;

/**
 * Curves over a common axis, with their spread and with known results to compare with.
 *
 * @param title the figure's title
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series the curves, at least one
 * @param references single results from elsewhere, drawn as stars behind the curves, their labels
 *     in the legend
 * @param closeUp the values that a second panel shows, with a scale of its own; null for none
 */
public record LineFigure(
    String title,
    Axis x,
    Axis y,
    List<Series> series,
    List<Reference> references,
    @Nullable Range closeUp)
    implements Figure {

  /**
   * Copies the lists and checks the values.
   *
   * @throws IllegalArgumentException if there is no series, or a value at or below 0 on a
   *     logarithmic axis
   */
  public LineFigure {
    Objects.requireNonNull(title);
    Objects.requireNonNull(x);
    Objects.requireNonNull(y);
    series = List.copyOf(series);
    references = List.copyOf(references);
    if (series.isEmpty()) {
      throw new IllegalArgumentException("expected at least one series in figure '" + title + "'");
    }
    for (Series one : series) {
      for (Sample sample : one.samples()) {
        requirePositive(x, sample.x());
        requirePositive(y, sample.low());
      }
    }
    for (Reference reference : references) {
      requirePositive(x, reference.x());
      requirePositive(y, reference.y());
    }
  }

  /**
   * Makes a figure of one panel.
   *
   * @param title the figure's title
   * @param x the horizontal axis
   * @param y the vertical axis
   * @param series the curves, at least one
   * @param references single results from elsewhere
   * @throws IllegalArgumentException if there is no series, or a value at or below 0 on a
   *     logarithmic axis
   */
  public LineFigure(String title, Axis x, Axis y, List<Series> series, List<Reference> references) {
    this(title, x, y, series, references, null);
  }

  private static void requirePositive(Axis axis, double value) {
    if (axis.scale() == Axis.Scale.LOGARITHMIC && value <= 0) {
      throw new IllegalArgumentException(
          "a logarithmic axis shows values above 0, found " + value + " on '" + axis.label() + "'");
    }
  }

  /** How the spread of a series is drawn. */
  public enum Spread {
    /** There is none. */
    NONE,
    /** A pale band from low to high: for curves of many points. */
    BAND,
    /** A bar from low to high at each point: for few points. */
    BARS
  }

  /**
   * One point of a curve.
   *
   * @param x where; finite
   * @param y the value; NaN leaves a gap in the curve
   * @param low the lower end of the spread; y if there is none
   * @param high the upper end of the spread; y if there is none
   */
  public record Sample(double x, double y, double low, double high) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if x or a spread is not finite, y is infinite, or low
     *     exceeds high
     */
    public Sample {
      boolean gap = Double.isNaN(y) && Double.isNaN(low) && Double.isNaN(high);
      boolean value = Double.isFinite(y) && Double.isFinite(low) && Double.isFinite(high);
      if (!Double.isFinite(x) || !(gap || value) || low > high) {
        throw new IllegalArgumentException(
            "expected a finite point or a gap, found x %s, y %s, spread %s to %s"
                .formatted(x, y, low, high));
      }
    }
  }

  /**
   * A curve.
   *
   * @param name what it is, for the legend
   * @param style how it looks; null for the look of its place in the figure
   * @param spread how the spread is drawn
   * @param samples its points in the order of drawing
   */
  public record Series(
      String name, @Nullable SeriesStyle style, Spread spread, List<Sample> samples) {
    /** Copies the points. */
    public Series {
      Objects.requireNonNull(name);
      Objects.requireNonNull(spread);
      samples = List.copyOf(samples);
    }

    /**
     * Makes a curve without spread.
     *
     * @param name what it is
     * @param x where its points are
     * @param y their values; NaN leaves a gap
     * @return the series
     * @throws IllegalArgumentException if the arrays differ in length, or a value is not finite
     */
    public static Series of(String name, double[] x, double[] y) {
      return of(name, Spread.NONE, x, y, y, y);
    }

    /**
     * Makes a curve with a spread.
     *
     * @param name what it is
     * @param spread how the spread is drawn
     * @param x where its points are
     * @param y their values
     * @param low the lower ends of the spread
     * @param high the upper ends of the spread
     * @return the series
     * @throws IllegalArgumentException if the arrays differ in length, or a value is not finite
     */
    public static Series of(
        String name, Spread spread, double[] x, double[] y, double[] low, double[] high) {
      if (x.length != y.length || x.length != low.length || x.length != high.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "series '%s': expected arrays of one length, found %d, %d, %d, %d",
                name,
                x.length,
                y.length,
                low.length,
                high.length));
      }
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < x.length; i++) {
        samples.add(new Sample(x[i], y[i], low[i], high[i]));
      }
      return new Series(name, null, spread, samples);
    }
  }

  /**
   * A known result to compare with.
   *
   * @param label whose it is, for the legend; those with the same one share a line of it
   * @param x where
   * @param y its value
   * @param hue the colour of its star, such as that of the curve it belongs to
   */
  public record Reference(String label, double x, double y, SeriesStyle.Hue hue) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if x or y is not finite
     */
    public Reference {
      Objects.requireNonNull(label);
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        throw new IllegalArgumentException(
            "reference '%s': expected a finite point, found %s, %s".formatted(label, x, y));
      }
    }

    /**
     * A result with a star in the text's colour.
     *
     * @param label whose it is
     * @param x where
     * @param y its value
     * @throws IllegalArgumentException if x or y is not finite
     */
    public Reference(String label, double x, double y) {
      this(label, x, y, SeriesStyle.Hue.BLACK);
    }
  }

  @Override
  public String description() {
    String curves = series.stream().map(LineFigure::describe).collect(Collectors.joining(" "));
    String stars =
        references.stream()
            .map(
                r ->
                    " For comparison, %s: %s at %s.".formatted(r.label(), text(r.y()), text(r.x())))
            .collect(Collectors.joining());
    return "Line chart of %s against %s. %s%s".formatted(y.label(), x.label(), curves, stars);
  }

  /** The look of a series: its own, or that of its place. */
  SeriesStyle style(int index) {
    return Objects.requireNonNullElseGet(
        series.get(index).style(), () -> SeriesStyle.numbered(index));
  }

  private static String describe(Series series) {
    List<Sample> shown =
        series.samples().stream().filter(sample -> !Double.isNaN(sample.y())).toList();
    if (shown.isEmpty()) {
      return series.name() + ": no values.";
    }
    Sample first = shown.get(0);
    Sample last = shown.get(shown.size() - 1);
    return "%s: from %s at %s to %s at %s."
        .formatted(series.name(), text(first.y()), text(first.x()), text(last.y()), text(last.x()));
  }

  private static String text(double value) {
    return Ticks.significant(value);
  }
}
