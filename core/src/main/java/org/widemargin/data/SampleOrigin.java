package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;

/**
 * Where a sample was read from.
 *
 * @param file of one image, or a table
 * @param line of the table, from 1; 0 for a file that is one sample
 */
public record SampleOrigin(Path file, int line) {
  /** Checks the line. */
  public SampleOrigin {
    require(line >= 0, "expected a line of at least 1, or 0 for a whole file, found %d", line);
  }

  /** The file's own name, and the line after a colon, which stay when the data are moved. */
  String name() {
    return withLine(String.valueOf(file.getFileName()));
  }

  @Override
  public String toString() {
    return withLine(file.toString());
  }

  private String withLine(String text) {
    return line == 0 ? text : text + ":" + line;
  }
}
