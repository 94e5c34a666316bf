package org.widemargin.figure;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Estimates with their intervals, a row for each name, in panels beside each other: a forest plot.
 *
 * @param title the figure's title
 * @param label what is estimated, with its unit
 * @param kinds of estimates that stand in each row, such as two ways to measure; the marks of the
 *     first are filled, those of a second hollow
 * @param rows the names, from top to bottom
 * @param panels from left to right, each with a scale of its own
 * @param line where a line stands for comparison; NaN for none
 */
public record ForestFigure(
    String title, String label, List<String> kinds, List<Row> rows, List<Panel> panels, double line)
    implements Figure {
  /**
   * Copies the lists and checks that there is an estimate for every place.
   *
   * @throws IllegalArgumentException if there are no rows, panels or kinds, more than two kinds, or
   *     a panel does not fit the rows and kinds
   */
  public ForestFigure {
    Objects.requireNonNull(title);
    Objects.requireNonNull(label);
    kinds = List.copyOf(kinds);
    rows = List.copyOf(rows);
    panels = List.copyOf(panels);
    if (rows.isEmpty() || panels.isEmpty() || kinds.isEmpty() || kinds.size() > 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "figure '%s': expected rows, panels, and one or two kinds, found %d, %d, %d",
              title,
              rows.size(),
              panels.size(),
              kinds.size()));
    }
    for (Panel panel : panels) {
      if (panel.estimates().size() != rows.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "panel '%s': expected %d rows, found %d",
                panel.heading(),
                rows.size(),
                panel.estimates().size()));
      }
      for (List<Estimate> row : panel.estimates()) {
        if (row.size() != kinds.size()) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "panel '%s': expected %d estimates in a row, found %d",
                  panel.heading(),
                  kinds.size(),
                  row.size()));
        }
      }
    }
  }

  /**
   * A row.
   *
   * @param name what it is about
   * @param style how it looks; the filling of its mark is that of the kind
   */
  public record Row(String name, SeriesStyle style) {}

  /**
   * A panel.
   *
   * @param heading what it shows
   * @param estimates for each row, one of each kind
   */
  public record Panel(String heading, List<List<Estimate>> estimates) {
    /** Copies the lists. */
    public Panel {
      Objects.requireNonNull(heading);
      estimates = estimates.stream().map(List::copyOf).toList();
    }
  }

  /**
   * An estimate.
   *
   * @param value it; NaN if there is none
   * @param low the lower end of its interval; the value if there is no interval
   * @param high the upper end of its interval; the value if there is no interval
   */
  public record Estimate(double value, double low, double high) {
    /** There is none. */
    public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException unless all are numbers in order, or none is a number
     */
    public Estimate {
      boolean none = Double.isNaN(value) && Double.isNaN(low) && Double.isNaN(high);
      boolean finite = Double.isFinite(value) && Double.isFinite(low) && Double.isFinite(high);
      if (!none && !(finite && low <= value && value <= high)) {
        throw new IllegalArgumentException(
            "expected a value in its interval, found %s in %s to %s".formatted(value, low, high));
      }
    }

    /**
     * Tells whether there is one.
     *
     * @return whether the value is a number
     */
    public boolean isThere() {
      return !Double.isNaN(value);
    }
  }

  @Override
  public String description() {
    return "Estimates of %s. ".formatted(label)
        + panels.stream().map(this::describe).collect(Collectors.joining(" "));
  }

  private String describe(Panel panel) {
    return panel.heading()
        + ": "
        + IntStream.range(0, rows.size())
            .mapToObj(row -> rows.get(row).name() + " " + describe(panel.estimates().get(row)))
            .collect(Collectors.joining("; "))
        + ".";
  }

  private static String describe(List<Estimate> estimates) {
    return estimates.stream()
        .map(
            each ->
                each.isThere()
                    ? "%s (%s to %s)"
                        .formatted(
                            Ticks.significant(each.value()),
                            Ticks.significant(each.low()),
                            Ticks.significant(each.high()))
                    : "no value")
        .collect(Collectors.joining(", "));
  }
}
