package org.widemargin.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.widemargin.figure.Markup;

/** Texts that lie beside the classes of a package. */
public final class Resource {
  private Resource() {}

  /** Reads one. */
  public static String read(Class<?> beside, String name) {
    try (InputStream stream = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a page and fills in what stands as {@code {{name}}} in it.
   *
   * @param values by name; shown as they are, whatever they hold
   */
  public static String filled(Class<?> beside, String name, Map<String, String> values) {
    String page = read(beside, name);
    for (Map.Entry<String, String> value : values.entrySet()) {
      page = page.replace("{{" + value.getKey() + "}}", Markup.escape(value.getValue()));
    }
    return page;
  }
}
