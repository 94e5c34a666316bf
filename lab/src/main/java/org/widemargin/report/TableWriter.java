package org.widemargin.report;

import static org.widemargin.figure.Markup.escape;

import java.util.List;

/** Writes a table, with headings that name their cells to a screen reader. */
final class TableWriter {
  private final StringBuilder html;
  private final Table table;

  private TableWriter(StringBuilder html, Table table) {
    this.html = html;
    this.table = table;
  }

  static void write(StringBuilder html, Table table) {
    new TableWriter(html, table).table();
  }

  private void table() {
    html.append("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(escape(table.caption()))
        .append(
            "\">\n<table>\n<caption><span>"
                + escape(table.caption())
                + "</span></caption>\n<thead>\n<tr>");
    heading("col", "", table.rowHeading());
    for (int column = 0; column < table.columns().size(); column++) {
      heading("col", alignment(column), table.columns().get(column).heading());
    }
    html.append("</tr>\n</thead>\n<tbody>\n");
    for (int row = 0; row < table.rows().size(); row++) {
      row(row);
    }
    html.append("</tbody>\n</table>\n</div>\n");
  }

  private void row(int row) {
    html.append("<tr>");
    heading("row", "", table.rows().get(row).name());
    List<Table.Cell> cells = table.rows().get(row).cells();
    for (int column = 0; column < cells.size(); column++) {
      String text = escape(cells.get(column).text());
      html.append("<td" + alignment(column) + ">")
          .append(table.isBest(row, column) ? "<strong>" + text + "</strong>" : text)
          .append("</td>");
    }
    html.append("</tr>\n");
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
