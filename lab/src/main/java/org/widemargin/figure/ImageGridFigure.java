package org.widemargin.figure;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Pictures in rows and columns, each with a caption.
 *
 * @param title the figure's title
 * @param columnHeadings a heading per column, or none at all
 * @param rows the rows, all with the same number of cells
 */
public record ImageGridFigure(String title, List<String> columnHeadings, List<Row> rows)
    implements Figure {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are no cells, rows differ in length, or headings do
   *     not fit the columns
   */
  public ImageGridFigure {
    Objects.requireNonNull(title);
    columnHeadings = List.copyOf(columnHeadings);
    rows = List.copyOf(rows);
    if (rows.isEmpty() || rows.get(0).cells().isEmpty()) {
      throw new IllegalArgumentException("expected at least one picture in '" + title + "'");
    }
    int columns = rows.get(0).cells().size();
    if (!rows.stream().allMatch(row -> row.cells().size() == columns)) {
      throw new IllegalArgumentException("expected " + columns + " cells in each row");
    }
    if (!columnHeadings.isEmpty() && columnHeadings.size() != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected %d column headings, found %d",
              columns,
              columnHeadings.size()));
    }
  }

  /**
   * A row of pictures.
   *
   * @param heading what they have in common; may be empty
   * @param cells the pictures from left to right
   */
  public record Row(String heading, List<Cell> cells) {
    /** Copies the cells. */
    public Row {
      Objects.requireNonNull(heading);
      cells = List.copyOf(cells);
    }
  }

  /**
   * A picture with its caption.
   *
   * @param picture the picture
   * @param caption a few words below it; may be empty
   * @param verdict whether what the caption says is right
   */
  public record Cell(Picture picture, String caption, Verdict verdict) {
    /** Requires all three. */
    public Cell {
      Objects.requireNonNull(picture);
      Objects.requireNonNull(caption);
      Objects.requireNonNull(verdict);
    }
  }

  /** Whether a caption is right; shown by a symbol and by colour. */
  public enum Verdict {
    /** A tick, in blue. */
    RIGHT,
    /** A cross, in red. */
    WRONG,
    /** Nothing to judge. */
    NONE
  }

  @Override
  public String description() {
    String each = rows.stream().map(ImageGridFigure::describe).collect(Collectors.joining(" "));
    int columns = rows.get(0).cells().size();
    return "Pictures in " + rows.size() + " rows and " + columns + " columns. " + each;
  }

  private static String describe(Row row) {
    String captions =
        row.cells().stream()
            .map(cell -> cell.caption() + (cell.verdict() == Verdict.WRONG ? " (wrong)" : ""))
            .collect(Collectors.joining(", "));
    return (row.heading().isEmpty() ? "Row" : row.heading()) + ": " + captions + ".";
  }
}
