package org.widemargin.config;

import java.nio.file.Path;

/**
 * YAML bound to records.
 *
 * <p>Keys are the record components in kebab-case ({@code learningRate} is {@code learning-rate}),
 * enum values are lower-case with dashes ({@code cross-entropy}), infinity is {@code .inf}. A
 * component that is absent, or has no value, has the record's default: the one that its static
 * method {@code defaults} gives it, whose parameters are the components that must be written. In a
 * record without such a method all must be written but those that are {@code @Nullable}. A sealed
 * interface is written as its variant's name in kebab-case with the variant's components below, or
 * as the bare name where all components have their defaults:
 *
 * <pre>
 * layers:
 *   - convolution: {channels: 32, kernel: 5}
 *   - relu
 * </pre>
 */
public final class Yaml {
  private Yaml() {}

  /**
   * Reads a file.
   *
   * @param <T> the record's type
   * @param file the YAML file, in UTF-8
   * @param type the record to bind to
   * @return the record
   * @throws org.widemargin.error.InputException if the file cannot be read, is not YAML, has an
   *     unknown or duplicate key, a value of a wrong type, or none where one is needed; the message
   *     is one line with file and line number
   */
  public static <T> T read(Path file, Class<T> type) {
    return ConfigTree.readYaml(file).bind(type);
  }

  /**
   * Reads a text.
   *
   * @param <T> the record's type
   * @param text the YAML text
   * @param where what to call it in messages
   * @param type the record to bind to
   * @return the record
   * @throws org.widemargin.error.InputException as {@link #read}
   */
  public static <T> T readText(String text, String where, Class<T> type) {
    return ConfigTree.parseYaml(text, where).bind(type);
  }

  /**
   * Writes a record as YAML that {@link #readText} reads back to an equal one. Null components are
   * left out.
   *
   * @param value the record
   * @return the text, ending with a line break
   */
  public static String write(Object value) {
    return Mappers.write(Mappers.YAML.writer(), value);
  }
}
