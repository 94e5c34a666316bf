package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.InputException;

/** Single values set on the command line: {@code --set margin.gamma=0.4}. */
public final class Overrides {
  private Overrides() {}

  /**
   * Sets values in a tree, in order. Groups that are missing on the way are made; an element of a
   * list is named by its number, from 0: {@code layers.0.channels=16}.
   *
   * @param tree the configuration before
   * @param overrides each {@code key.path=value}, the value in YAML
   * @return the configuration after
   * @throws InputException if an override has another form, its value is not YAML, or its path
   *     leads through a value
   */
  public static ConfigTree apply(ConfigTree tree, List<String> overrides) {
    ConfigTree result = tree;
    for (String override : overrides) {
      result = apply(result, override);
    }
    return result;
  }

  private static ConfigTree apply(ConfigTree tree, String override) {
    String where = "--set " + override;
    int equals = override.indexOf('=');
    InputException.require(
        equals > 0, "%s: expected key.path=value, for example margin.gamma=0.4", where);
    List<String> keys = List.of(override.substring(0, equals).strip().split("\\.", -1));
    InputException.require(
        keys.stream().noneMatch(String::isBlank), "%s: the path has an empty key", where);
    JsonNode value = value(override.substring(equals + 1), where);
    Map<String, String> places = new HashMap<>(tree.places());
    JsonNode root = set(tree.root(), keys, value, "", where, places);
    return new ConfigTree(root, tree.where(), places);
  }

  private static JsonNode value(String text, String where) {
    return text.isBlank()
        ? JsonNodeFactory.instance.nullNode()
        : ConfigTree.parseYaml(text, where).root();
  }

  /** Copies the nodes on the path and shares all others. */
  private static JsonNode set(
      JsonNode node,
      List<String> keys,
      JsonNode value,
      String path,
      String where,
      Map<String, String> places) {
    if (keys.isEmpty()) {
      return value;
    }
    String key = keys.get(0);
    List<String> rest = keys.subList(1, keys.size());
    if (node.isArray()) {
      int index = index(key, node.size(), path, where);
      String below = ConfigPath.index(path, index);
      ArrayNode copy = JsonNodeFactory.instance.arrayNode().addAll((ArrayNode) node);
      copy.set(index, set(node.get(index), rest, value, below, where, places));
      places.put(below, where);
      return copy;
    }
    InputException.require(
        node.isObject() || node.isNull() || node.isMissingNode(),
        "%s: '%s' is the value %s, it has no key '%s'",
        where,
        path,
        node,
        key);
    String below = ConfigPath.key(path, key);
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    if (node.isObject()) {
      copy.setAll((ObjectNode) node);
    }
    copy.set(key, set(node.path(key), rest, value, below, where, places));
    places.put(below, where);
    return copy;
  }

  private static int index(String key, int size, String path, String where) {
    InputException.require(
        key.matches("\\d{1,9}") && Integer.parseInt(key) < size,
        "%s: '%s' is a list of %d, expected a number from 0 to %d, found '%s'",
        where,
        path,
        size,
        size - 1,
        key);
    return Integer.parseInt(key);
  }
}
