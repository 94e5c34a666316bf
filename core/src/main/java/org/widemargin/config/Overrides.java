package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    return apply(tree, overrides, null);
  }

  /**
   * Sets values in the tree of a record, as {@link #apply(ConfigTree, List)}, but a path through
   * another variant of a sealed interface replaces the one there: {@code optimizer.sgd.momentum=0}
   * where the optimizer is {@code adam}.
   *
   * @param tree the configuration before
   * @param overrides each {@code key.path=value}, the value in YAML
   * @param type the record that the tree is for; null if it is not known
   * @return the configuration after
   * @throws InputException if an override has another form, its value is not YAML, or its path
   *     leads through a value
   */
  public static ConfigTree apply(ConfigTree tree, List<String> overrides, @Nullable Class<?> type) {
    ConfigTree result = tree;
    for (String override : overrides) {
      result = apply(result, override, type);
    }
    return result;
  }

  private static ConfigTree apply(ConfigTree tree, String override, @Nullable Class<?> type) {
    String where = "--set " + override;
    int equals = override.indexOf('=');
    InputException.require(
        equals > 0, "%s: expected key.path=value, for example margin.gamma=0.4", where);
    List<String> keys = List.of(override.substring(0, equals).strip().split("\\.", -1));
    InputException.require(
        keys.stream().noneMatch(String::isBlank), "%s: the path has an empty key", where);
    JsonNode value = value(override.substring(equals + 1), where);
    Map<String, String> places = new HashMap<>(tree.places());
    JsonNode root = new Setter(where, places).set(tree.root(), keys, value, "", type);
    return new ConfigTree(root, tree.where(), places);
  }

  private static JsonNode value(String text, String where) {
    return text.isBlank()
        ? JsonNodeFactory.instance.nullNode()
        : ConfigTree.parseYaml(text, where).root();
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

  /**
   * Sets one value.
   *
   * @param where what to call it in messages
   * @param places where each key was written; the new ones are added
   */
  private record Setter(String where, Map<String, String> places) {
    /** Copies the nodes on the path and shares all others. */
    JsonNode set(
        JsonNode node, List<String> keys, JsonNode value, String path, @Nullable Class<?> type) {
      if (keys.isEmpty()) {
        return value;
      }
      String key = keys.get(0);
      List<String> rest = keys.subList(1, keys.size());
      if (node.isArray()) {
        int index = index(key, node.size(), path, where);
        String below = ConfigPath.index(path, index);
        ArrayNode copy = JsonNodeFactory.instance.arrayNode().addAll((ArrayNode) node);
        copy.set(index, set(node.get(index), rest, value, below, null));
        places.put(below, where);
        return copy;
      }
      boolean otherVariant = TypedOverlay.isVariant(type) && !node.has(key);
      InputException.require(
          otherVariant || node.isObject() || node.isNull() || node.isMissingNode(),
          "%s: '%s' is the value %s, it has no key '%s'",
          where,
          path,
          node,
          key);
      String below = ConfigPath.key(path, key);
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      if (node.isObject() && !otherVariant) {
        copy.setAll((ObjectNode) node);
      }
      Class<?> component = TypedOverlay.component(type, key);
      copy.set(key, set(node.path(key), rest, value, below, component));
      places.put(below, where);
      return copy;
    }
  }
}
