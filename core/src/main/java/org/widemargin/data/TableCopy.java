package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.widemargin.file.AtomicFiles;

/** Copies rows of a table of comma-separated values, as they are or with other labels. */
public final class TableCopy {
  private TableCopy() {}

  /**
   * Writes a table with the same header and some of the rows.
   *
   * @param source the table
   * @param labelColumn the name of the column with the labels, or its number from 1
   * @param labels the label of each row to copy, by its line in the source, in the order that rows
   *     are written; a row whose label stays is copied as it stands
   * @param target the file to write
   * @throws org.widemargin.error.InputException if the source is not the table that it was
   * @throws org.widemargin.error.OutputException if the target cannot be written
   */
  public static void write(
      Path source, String labelColumn, Map<Integer, String> labels, Path target) {
    String text = CsvTable.text(source);
    List<CsvLines.Row> rows = CsvLines.split(text, source.toString());
    List<String> header = rows.get(0).fields();
    int column = CsvTable.column(header, labelColumn);
    require(
        column >= 0, "%s: expected a column '%s' for the labels, found none", source, labelColumn);
    Map<Integer, List<String>> fields =
        rows.stream().collect(Collectors.toMap(CsvLines.Row::line, CsvLines.Row::fields));
    String[] lines = text.split("\r?\n", -1);
    List<String> copied = new ArrayList<>();
    copied.add(lines[rows.get(0).line() - 1]);
    labels.forEach(
        (line, label) -> {
          List<String> own = fields.getOrDefault(line, List.of());
          require(
              own.size() == header.size(),
              "%s: expected a row in line %d, as when it was audited, found none",
              source,
              line);
          copied.add(
              own.get(column).equals(label) ? lines[line - 1] : relabelled(own, column, label));
        });
    AtomicFiles.writeText(target, String.join("\n", copied) + "\n");
  }

  private static String relabelled(List<String> fields, int column, String label) {
    List<String> changed = new ArrayList<>(fields);
    changed.set(column, label);
    return CsvRow.of(changed);
  }
}
