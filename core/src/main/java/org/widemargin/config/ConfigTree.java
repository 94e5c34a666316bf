package org.widemargin.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.widemargin.error.InputException;

/**
 * A configuration before it is bound to a record: keys and values, each with the place it was
 * written at. Immutable.
 *
 * <p>Presets, files and options of the command line are laid over each other as trees, so that only
 * keys that were really written replace others, and a message names the place of the key at fault.
 */
public final class ConfigTree {
  /** Of a configuration or a manifest: far more than any that was written here. */
  private static final long MOST_BYTES = 20_000_000;

  /** The time that YAML's reader takes grows with the square of a text's length. */
  private static final int LONGEST_YAML = 1_000_000;

  private final PlacedTree tree;

  private ConfigTree(PlacedTree tree) {
    this.tree = tree;
  }

  ConfigTree(JsonNode root, String where, Map<String, String> places) {
    this(new PlacedTree(root, where, places));
  }

  /**
   * Reads a YAML file.
   *
   * @param file the file, in UTF-8
   * @return its tree
   * @throws InputException if it cannot be read, is empty, is not YAML, or has a key twice
   */
  public static ConfigTree readYaml(Path file) {
    return parseYaml(contents(file), file.toString());
  }

  /**
   * Reads a YAML text.
   *
   * @param text the text
   * @param where what to call it in messages
   * @return its tree
   * @throws InputException if it is empty, is not YAML, or has a key twice
   */
  public static ConfigTree parseYaml(String text, String where) {
    InputException.require(
        text.length() <= LONGEST_YAML,
        "%s: expected YAML of at most %d letters, found %d",
        where,
        LONGEST_YAML,
        text.length());
    return new ConfigTree(TreeReader.read(Mappers.YAML, text, where));
  }

  static ConfigTree readJson(Path file) {
    return parseJson(contents(file), file.toString());
  }

  static ConfigTree parseJson(String text, String where) {
    return new ConfigTree(TreeReader.read(Mappers.JSON, text, where));
  }

  /**
   * Makes the tree of a record, for example of a preset.
   *
   * @param value the record; null components are left out
   * @param where what to call it in messages
   * @return its tree
   */
  public static ConfigTree of(Object value, String where) {
    return new ConfigTree(Mappers.JSON.valueToTree(value), where, Map.of());
  }

  private static String contents(Path file) {
    try {
      long bytes = Files.size(file);
      InputException.require(
          bytes <= MOST_BYTES, "%s: expected at most %d bytes, found %d", file, MOST_BYTES, bytes);
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": no such file", e);
    } catch (IOException e) {
      throw new InputException(
          file + ": expected a text file in UTF-8, it cannot be read: " + e, e);
    }
  }

  /**
   * Lays another tree over this one: its values replace those of equal keys, group by group; lists
   * are replaced whole. Where the record has a sealed interface, another variant replaces the one
   * below: {@code optimizer: sgd} over {@code optimizer: {adam: ...}}.
   *
   * @param upper the tree that wins
   * @param type the record that the merged tree is for
   * @return the merged tree
   */
  public ConfigTree overlaid(ConfigTree upper, Class<?> type) {
    Map<String, String> merged = new HashMap<>(places());
    upper.places().forEach(merged::put);
    return new ConfigTree(TypedOverlay.merge(root(), upper.root(), type), upper.where(), merged);
  }

  /**
   * Binds the tree to a record. What is not written has the record's default.
   *
   * @param <T> the record's type
   * @param type the record
   * @return the record
   * @throws InputException if there is an unknown key, a value of a wrong type, none where one is
   *     needed, or one that the record refuses
   */
  public <T> T bind(Class<T> type) {
    try {
      return Mappers.JSON.treeToValue(root(), type);
    } catch (JsonProcessingException e) {
      throw BindingErrors.explain(e, tree);
    }
  }

  /**
   * One group of keys, for a reader who needs no other.
   *
   * @param key the group's key at the top
   * @return what is written below it; an empty tree where the key is not written
   */
  public ConfigTree group(String key) {
    String prefix = ConfigPath.key(key, "");
    Map<String, String> below = new HashMap<>();
    places()
        .forEach(
            (path, place) -> {
              if (path.startsWith(prefix)) {
                below.put(path.substring(prefix.length()), place);
              }
            });
    JsonNode found = root().path(key);
    JsonNode group = found.isMissingNode() ? JsonNodeFactory.instance.objectNode() : found;
    return new ConfigTree(group, where(), below);
  }

  JsonNode root() {
    return tree.root();
  }

  String where() {
    return tree.where();
  }

  Map<String, String> places() {
    return tree.places();
  }
}
