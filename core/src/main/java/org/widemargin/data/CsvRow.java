package org.widemargin.data;

import java.util.List;
import java.util.stream.Collectors;

/** Writes rows of comma-separated values as RFC 4180 has them. */
public final class CsvRow {
  private CsvRow() {}

  /**
   * Writes a row.
   *
   * @param fields any text
   * @return the row without a line break; fields that need it are quoted
   */
  public static String of(List<String> fields) {
    return fields.stream().map(CsvRow::field).collect(Collectors.joining(","));
  }

  private static String field(String text) {
    boolean plain =
        text.equals(text.strip())
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
