package org.widemargin.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A table whose first column names the rows.
 *
 * @param caption what the table shows
 * @param rowHeading the heading over the rows' names
 * @param columns the other columns
 * @param rows the rows, each with a cell per column
 */
public record Table(String caption, String rowHeading, List<Column> columns, List<Row> rows) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a row has another number of cells than there are columns
   */
  public Table {
    Objects.requireNonNull(caption);
    Objects.requireNonNull(rowHeading);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row '%s': expected %d cells, found %d",
                row.name(),
                columns.size(),
                row.cells().size()));
      }
    }
  }

  /** Which value of a column is the best. */
  public enum Best {
    /** The highest. */
    HIGHEST,
    /** The lowest. */
    LOWEST,
    /** None is better than another. */
    NONE
  }

  /**
   * A column.
   *
   * @param heading what it shows, with its unit
   * @param best which of its values is printed bold
   */
  public record Column(String heading, Best best) {
    /** Requires both. */
    public Column {
      Objects.requireNonNull(heading);
      Objects.requireNonNull(best);
    }
  }

  /**
   * A row.
   *
   * @param name what it is about
   * @param cells its values
   */
  public record Row(String name, List<Cell> cells) {
    /** Copies the cells. */
    public Row {
      Objects.requireNonNull(name);
      cells = List.copyOf(cells);
    }

    /**
     * Makes a row.
     *
     * @param name what it is about
     * @param cells its values
     * @return the row
     */
    public static Row of(String name, Cell... cells) {
      return new Row(name, List.of(cells));
    }
  }

  /**
   * A value as it is printed.
   *
   * @param text what is printed
   * @param value the number printed, by which the best of a column is found; NaN for text
   */
  public record Cell(String text, double value) {
    /** Requires the text. */
    public Cell {
      Objects.requireNonNull(text);
    }

    /**
     * Makes a cell of words.
     *
     * @param text the words
     * @return the cell
     */
    public static Cell text(String text) {
      return new Cell(text, Double.NaN);
    }

    /**
     * Makes a cell of a number. Cells are compared as they are printed, so equal prints are equally
     * good.
     *
     * @param value the number; NaN is printed as a dash and is never the best, infinity as its sign
     * @param decimals how many decimals are printed
     * @return the cell
     */
    public static Cell number(double value, int decimals) {
      if (Double.isNaN(value)) {
        return text("\u2013");
      }
      if (Double.isInfinite(value)) {
        return new Cell(value > 0 ? "\u221e" : "\u2212\u221e", value);
      }
      BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
      return new Cell(rounded.toPlainString().replace('-', '\u2212'), rounded.doubleValue());
    }

    /**
     * Makes a cell of a share, printed as a percentage with one decimal and without the sign.
     *
     * @param share from 0 to 1
     * @return the cell
     */
    public static Cell percent(double share) {
      return number(share * 100, 1);
    }
  }

  /**
   * Whether a cell holds the best value of its column; several may, and in a table of one row none
   * does.
   */
  boolean isBest(int row, int column) {
    double value = rows.get(row).cells().get(column).value();
    double[] others =
        rows.stream()
            .mapToDouble(other -> other.cells().get(column).value())
            .filter(other -> !Double.isNaN(other))
            .toArray();
    if (Double.isNaN(value) || others.length < 2) {
      return false;
    }
    return switch (columns.get(column).best()) {
      case HIGHEST -> Arrays.stream(others).allMatch(other -> other <= value);
      case LOWEST -> Arrays.stream(others).allMatch(other -> other >= value);
      case NONE -> false;
    };
  }
}
