package org.widemargin.config;

import java.nio.file.Path;

/**
 * JSON bound to records, by the rules of {@link Yaml}; infinity and NaN are the strings {@code
 * "Infinity"}, {@code "-Infinity"} and {@code "NaN"}.
 */
public final class Json {
  private Json() {}

  /**
   * Reads a file.
   *
   * @param <T> the record's type
   * @param file the JSON file, in UTF-8
   * @param type the record to bind to
   * @return the record
   * @throws org.widemargin.error.InputException as {@link Yaml#read}
   */
  public static <T> T read(Path file, Class<T> type) {
    return ConfigTree.readJson(file).bind(type);
  }

  /**
   * Reads a text.
   *
   * @param <T> the record's type
   * @param text the JSON text
   * @param where what to call it in messages
   * @param type the record to bind to
   * @return the record
   * @throws org.widemargin.error.InputException as {@link Yaml#read}
   */
  public static <T> T readText(String text, String where, Class<T> type) {
    return ConfigTree.parseJson(text, where).bind(type);
  }

  /**
   * Writes a record over several indented lines.
   *
   * @param value a record, map or list
   * @return the text, ending with a line break
   */
  public static String write(Object value) {
    return Mappers.write(Mappers.JSON.writerWithDefaultPrettyPrinter(), value) + "\n";
  }

  /**
   * Writes a record as one line, for files of one object a line.
   *
   * @param value a record, map or list
   * @return the text, without a line break
   */
  public static String writeLine(Object value) {
    return Mappers.write(Mappers.JSON.writer(), value);
  }
}
