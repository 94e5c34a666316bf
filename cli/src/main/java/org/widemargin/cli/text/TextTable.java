package org.widemargin.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as aligned text: the first columns to the left, all others to the right, as numbers are
 * read.
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final int leftAligned;
  private final List<List<String>> rows = new ArrayList<>();

  /** Starts a table with its headings. */
  public TextTable(int leftAligned, String... headings) {
    this.leftAligned = leftAligned;
    rows.add(List.of(headings));
  }

  /** Adds a row. */
  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  /** Adds a row, of as many cells as there are headings. */
  public TextTable row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "expected " + rows.get(0).size() + " cells, found " + cells);
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** The lines, headings in bold, without a line break at the end. */
  public String text() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      String line = line(row, widths);
      lines.add(lines.isEmpty() ? Style.BOLD.of(line) : line);
    }
    return String.join(System.lineSeparator(), lines);
  }

  private String line(List<String> row, int[] widths) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      cells.add(i < leftAligned ? row.get(i) + padding : padding + row.get(i));
    }
    return String.join(GAP, cells).stripTrailing();
  }
}
