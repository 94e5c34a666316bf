package org.widemargin.report;

import static org.widemargin.figure.Markup.escape;

import java.util.List;

/** Writes a table, with headings that name their cells to a screen reader. */
final class TableWriter {
  /** From so many characters on a cell is prose, which needs a phone's whole width. */
  private static final int PROSE = 40;

  private final StringBuilder html;
  private final Table table;
  private final boolean sortable;
  private final boolean stacked;

  private TableWriter(StringBuilder html, Table table, boolean sortable) {
    this.html = html;
    this.table = table;
    this.sortable = sortable;
    this.stacked = sortable || hasProse(table);
  }

  private static boolean hasProse(Table table) {
    return table.rows().stream()
        .flatMap(row -> row.cells().stream())
        .anyMatch(cell -> cell.text().length() > PROSE);
  }

  static void write(StringBuilder html, Table table, boolean sortable) {
    new TableWriter(html, table, sortable).table();
  }

  private void table() {
    html.append("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(escape(table.caption()))
        .append(
            "\">\n<table"
                + classes()
                + ">\n<caption><span>"
                + escape(table.caption())
                + "</span></caption>\n<thead>\n<tr>");
    columnHeading("", table.rowHeading());
    for (int column = 0; column < table.columns().size(); column++) {
      columnHeading(alignment(column), table.columns().get(column).heading());
    }
    html.append("</tr>\n</thead>\n<tbody>\n");
    for (int row = 0; row < table.rows().size(); row++) {
      row(row);
    }
    html.append("</tbody>\n</table>\n</div>\n");
  }

  private String classes() {
    if (!stacked) {
      return "";
    }
    return sortable ? " class=\"sortable stacked\"" : " class=\"stacked\"";
  }

  private void row(int row) {
    html.append("<tr>");
    heading("row", "", table.rows().get(row).name());
    List<Table.Cell> cells = table.rows().get(row).cells();
    for (int column = 0; column < cells.size(); column++) {
      String text = escape(cells.get(column).text());
      html.append("<td" + alignment(column) + label(column) + sortKey(cells.get(column)) + ">")
          .append(table.isBest(row, column) ? "<strong>" + text + "</strong>" : text)
          .append("</td>");
    }
    html.append("</tr>\n");
  }

  private void columnHeading(String alignment, String text) {
    if (!sortable) {
      heading("col", alignment, text);
      return;
    }
    html.append("<th scope=\"col\" aria-sort=\"none\"" + alignment + "><button type=\"button\">")
        .append(escape(text))
        .append("</button></th>");
  }

  /** The heading is repeated in the cell, for phones, where the columns' heads are out of sight. */
  private String label(int column) {
    return stacked ? " data-label=\"" + escape(table.columns().get(column).heading()) + "\"" : "";
  }

  private String sortKey(Table.Cell cell) {
    return sortable && !Double.isNaN(cell.value()) ? " data-value=\"" + cell.value() + "\"" : "";
  }

  private void heading(String scope, String alignment, String text) {
    html.append("<th scope=\"" + scope + "\"" + alignment + ">" + escape(text) + "</th>");
  }

  /** Columns of numbers are aligned at their last digits. */
  private String alignment(int column) {
    boolean numbers =
        table.rows().stream().anyMatch(row -> !Double.isNaN(row.cells().get(column).value()));
    return numbers ? " class=\"number\"" : "";
  }
}
