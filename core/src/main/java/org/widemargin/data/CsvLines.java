package org.widemargin.data;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.error.InputException;

/**
 * Splits comma-separated text into rows of fields (RFC 4180): fields may be quoted, a doubled quote
 * inside stands for one, lines end with LF or CRLF. Blank lines are left out. Unlike there, a field
 * does not go on over several lines.
 */
final class CsvLines {
  /**
   * One row.
   *
   * @param line its line, from 1
   * @param fields its fields, stripped of blanks unless quoted
   */
  record Row(int line, List<String> fields) {}

  private final String text;
  private final String where;
  private int position;
  private int line = 1;

  private CsvLines(String text, String where) {
    this.text = text;
    this.where = where;
  }

  static List<Row> split(String text, String where) {
    CsvLines lines = new CsvLines(text.startsWith("\uFEFF") ? text.substring(1) : text, where);
    List<Row> rows = new ArrayList<>();
    while (lines.position < lines.text.length()) {
      Row row = lines.row();
      if (!row.fields().equals(List.of(""))) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Row row() {
    List<String> fields = new ArrayList<>();
    fields.add(field());
    while (at(',')) {
      position++;
      fields.add(field());
    }
    if (at('\r')) {
      position++;
    }
    InputException.require(
        position == text.length() || at('\n'),
        "%s, line %d: expected a comma or the line's end after field %d",
        where,
        line,
        fields.size());
    position++;
    return new Row(line++, List.copyOf(fields));
  }

  private String field() {
    while (at(' ') || at('\t')) {
      position++;
    }
    return at('"') ? quoted() : plain();
  }

  private String plain() {
    int start = position;
    while (position < text.length() && !at(',') && !at('\n')) {
      position++;
    }
    int end = position;
    if (end > start && text.charAt(end - 1) == '\r' && !at(',')) {
      position = end - 1;
    }
    return text.substring(start, position).strip();
  }

  private String quoted() {
    StringBuilder field = new StringBuilder();
    position++;
    while (!at('"') || follows('"')) {
      InputException.require(
          position < text.length() && !at('\n') && !at('\r'),
          "%s, line %d: a quote is opened and not closed on its line",
          where,
          line);
      position += at('"') ? 1 : 0;
      field.append(text.charAt(position++));
    }
    position++;
    while (at(' ') || at('\t')) {
      position++;
    }
    return field.toString();
  }

  private boolean at(char expected) {
    return position < text.length() && text.charAt(position) == expected;
  }

  private boolean follows(char expected) {
    return position + 1 < text.length() && text.charAt(position + 1) == expected;
  }
}
