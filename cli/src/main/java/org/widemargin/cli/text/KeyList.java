package org.widemargin.cli.text;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.widemargin.config.Key;

/**
 * The keys of a configuration, for people and programs.
 *
 * @param keys in the order of the configuration
 */
public record KeyList(List<Line> keys) {
  /**
   * A key.
   *
   * @param key its path
   * @param byDefault its default; absent if it has none, or a list or map
   * @param words which it takes, if it takes words
   */
  public record Line(String key, @Nullable String byDefault, List<String> words) {
    private static Line of(Key key) {
      return new Line(key.path(), key.defaultText().orElse(null), key.words());
    }
  }

  /**
   * Lists all keys.
   *
   * @param defaults the configuration where nothing is written
   * @return the list
   */
  public static KeyList of(Record defaults) {
    return new KeyList(Key.all(defaults).stream().map(Line::of).toList());
  }

  /** The list as a table. */
  public String text() {
    TextTable table = new TextTable(3, "key", "default", "words");
    for (Line line : keys) {
      String byDefault = line.byDefault() == null ? "" : line.byDefault();
      table.row(line.key(), byDefault, String.join(", ", line.words()));
    }
    return table.text();
  }
}
