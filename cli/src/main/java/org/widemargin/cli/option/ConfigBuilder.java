package org.widemargin.cli.option;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.InputException;
import org.widemargin.config.ConfigTree;
import org.widemargin.config.Json;
import org.widemargin.config.Yaml;

/** Collects the values of options as a configuration that is laid over another. */
public final class ConfigBuilder {
  private static final String PLACE = "the command line";

  private final Map<?, ?> base;
  private final Map<String, Object> replaced = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * Starts without values.
   *
   * @param base the configuration below, a record
   */
  ConfigBuilder(Object base) {
    this.base = Json.readText(Json.writeLine(base), PLACE, Map.class);
  }

  /** Sets a value, if the option was given. */
  public void set(@Nullable Object value, String... path) {
    if (value != null) {
      put(values, value, path);
    }
  }

  /**
   * Chooses one of several variants, if the option was given. If the configuration below has it
   * already, its details stay; else they are the variant's defaults.
   */
  void choose(@Nullable String variant, String... path) {
    if (variant != null && !isChosen(variant, path)) {
      put(replaced, variant, path);
    }
  }

  /** Removes a value of the configuration below. */
  public void clear(String... path) {
    put(replaced, null, path);
  }

  /** Lays the values over a configuration. */
  ConfigTree over(ConfigTree below) {
    ConfigTree tree = below;
    if (!replaced.isEmpty()) {
      tree = tree.overlaid(ConfigTree.of(replaced, PLACE));
    }
    return values.isEmpty() ? tree : tree.overlaid(ConfigTree.parseYaml(Yaml.write(values), PLACE));
  }

  /** Takes line numbers, which a command line has not, out of a message. */
  static InputException atCommandLine(InputException failure) {
    String message = String.valueOf(failure.getMessage());
    return new InputException(message.replaceAll(PLACE + ", line \\d+", PLACE), failure);
  }

  private boolean isChosen(String variant, String... path) {
    Object node = base;
    for (String key : path) {
      node = node instanceof Map<?, ?> group ? group.get(key) : null;
    }
    return variant.equals(node) || (node instanceof Map<?, ?> group && group.containsKey(variant));
  }

  private static void put(Map<String, Object> map, @Nullable Object value, String... path) {
    Map<String, Object> group = map;
    for (int i = 0; i < path.length - 1; i++) {
      group = below(group, path[i]);
    }
    putNullable(group, path[path.length - 1], value);
  }

  @SuppressWarnings("unchecked") // only put() fills these maps
  private static Map<String, Object> below(Map<String, Object> group, String key) {
    return (Map<String, Object>) group.computeIfAbsent(key, unused -> new LinkedHashMap<>());
  }

  @SuppressWarnings("NullAway") // null is what takes a key of the configuration below away
  private static void putNullable(Map<String, Object> group, String key, @Nullable Object value) {
    group.put(key, value);
  }
}
