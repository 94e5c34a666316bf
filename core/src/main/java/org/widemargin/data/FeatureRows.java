package org.widemargin.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;

/**
 * Rows of a table that have no labels, or none that matter: to be classified.
 *
 * @param header the names of all columns of the table
 * @param fields the text of every row, as many fields as there are columns
 * @param values the features of every row as the network takes them
 */
public record FeatureRows(List<String> header, List<List<String>> fields, List<float[]> values) {
  /** Copies the lists. */
  public FeatureRows {
    header = List.copyOf(header);
    fields = List.copyOf(fields);
    values = List.copyOf(values);
  }

  /**
   * Reads a table for a network: its features are found by their names, wherever they stand, and
   * prepared as those were that the network learned from. Other columns may be there.
   *
   * @param file comma-separated text in UTF-8 with a header line
   * @param shape what the network takes
   * @param table what its features are; null where that is not known: then the columns but that of
   *     the labels are taken in their order
   * @param label the name of the column of the labels, which need not be there
   * @return the rows
   * @throws InputException if it cannot be read, has no rows, lacks a column, or has a field there
   *     that is no number; or if the network takes images
   */
  public static FeatureRows read(
      Path file, SampleShape shape, @Nullable TableDescription table, String label) {
    InputException.require(
        shape instanceof SampleShape.Features,
        "%s: expected images, since the network takes those, found a table",
        file);
    List<CsvLines.Row> lines = CsvLines.split(CsvTable.text(file), file.toString());
    InputException.require(
        lines.size() > 1,
        "%s: expected a header line and at least one row, found %d lines",
        file,
        lines.size());
    List<String> header = lines.get(0).fields();
    TableDescription known =
        Optional.ofNullable(table).orElse(new TableDescription(List.of(), null));
    int[] columns = columns(file, header, known.columns(), label);
    InputException.require(
        columns.length == shape.elements(),
        "%s: expected %d columns of numbers, as the network takes them, found %d",
        file,
        shape.elements(),
        columns.length);
    List<List<String>> fields = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    for (CsvLines.Row line : lines.subList(1, lines.size())) {
      fields.add(line.fields());
      values.add(known.prepared(numbers(file, header, columns, line)));
    }
    return new FeatureRows(header, fields, values);
  }

  private static int[] columns(Path file, List<String> header, List<String> names, String label) {
    if (names.isEmpty()) {
      return IntStream.range(0, header.size())
          .filter(column -> !header.get(column).equals(label))
          .toArray();
    }
    return names.stream().mapToInt(name -> column(file, header, name)).toArray();
  }

  private static int column(Path file, List<String> header, String name) {
    int column = header.indexOf(name);
    InputException.require(
        column >= 0,
        "%s: found no column '%s', which the network takes, %s",
        file,
        name,
        Nearest.hint(name, header));
    return column;
  }

  private static double[] numbers(
      Path file, List<String> header, int[] columns, CsvLines.Row line) {
    InputException.require(
        line.fields().size() == header.size(),
        "%s, line %d: expected %d fields as in the header, found %d",
        file,
        line.line(),
        header.size(),
        line.fields().size());
    return IntStream.of(columns)
        .mapToDouble(
            column ->
                CsvTable.number(
                    file.toString(), line.fields().get(column), line.line(), header.get(column)))
        .toArray();
  }
}
