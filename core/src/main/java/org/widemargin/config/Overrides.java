package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/** Single values set on the command line: {@code --set margin.gamma=0.4}. */
public final class Overrides {
  private Overrides() {}

  /**
   * Sets values in the tree of a record, in order. Groups that are missing on the way are made; an
   * element of a list is named by its number, from 0: {@code layers.0.channels=16}. A path through
   * another variant of a sealed interface replaces the one there: {@code optimizer.sgd.momentum=0}
   * where the optimizer is {@code adam}.
   *
   * @param tree the configuration before
   * @param overrides each {@code key.path=value}, the value in YAML; a number may be {@code inf}
   * @param type the record that the tree is for
   * @return the configuration after
   * @throws InputException if an override has another form, its value is not YAML, or its path
   *     leads through a value
   */
  public static ConfigTree apply(ConfigTree tree, List<String> overrides, Class<?> type) {
    ConfigTree result = tree;
    for (String override : overrides) {
      result = apply(result, override, type);
    }
    return result;
  }

  private static ConfigTree apply(ConfigTree tree, String override, Class<?> type) {
    String where = "--set " + override;
    int equals = override.indexOf('=');
    InputException.require(
        equals > 0, "%s: expected key.path=value, for example margin.gamma=0.4", where);
    List<String> keys = List.of(override.substring(0, equals).strip().split("\\.", -1));
    InputException.require(
        keys.stream().noneMatch(String::isBlank), "%s: the path has an empty key", where);
    JsonNode value = value(override.substring(equals + 1), where);
    return set(tree, keys, respelt(value, typeOf(keys, type)), where, type);
  }

  /** What YAML takes for a text but is none, such as {@code inf}. */
  private static JsonNode respelt(JsonNode value, @Nullable Class<?> type) {
    return value.isTextual() && type != null ? Scalars.read(type, value.textValue()) : value;
  }

  private static @Nullable Class<?> typeOf(List<String> keys, Class<?> root) {
    @Nullable Class<?> type = root;
    for (String key : keys) {
      type = TypedOverlay.component(type, key);
    }
    return type;
  }

  /**
   * Sets one value, as an option of the command line gives it: as it stands, not in YAML, unless it
   * is a list or a map; a number may be {@code inf}; and where a variant is chosen that is there
   * already, its keys stay.
   *
   * @param tree the configuration before, for the record that the key is of
   * @param key what to set
   * @param text the value
   * @param where what to call it in messages, such as {@code --gamma 0.4}
   * @return the configuration after
   * @throws InputException if a list is not YAML, or a value is where a group should be
   */
  public static ConfigTree set(ConfigTree tree, Key key, String text, String where) {
    boolean chosen = Names.hasVariants(key.type()) && at(tree.root(), key).has(text);
    return chosen
        ? tree
        : set(tree, key.names(), value(key.type(), text, where), where, key.root());
  }

  /**
   * Removes one value, so that it has its default.
   *
   * @param tree the configuration before, for the record that the key is of
   * @param key what to remove
   * @param where what to call it in messages
   * @return the configuration after
   */
  public static ConfigTree clear(ConfigTree tree, Key key, String where) {
    return set(tree, key.names(), NullNode.getInstance(), where, key.root());
  }

  private static JsonNode at(JsonNode root, Key key) {
    JsonNode node = root;
    for (String name : key.names()) {
      node = node.path(name);
    }
    return node;
  }

  private static ConfigTree set(
      ConfigTree tree, List<String> keys, JsonNode value, String where, Class<?> type) {
    Map<String, String> places = new HashMap<>(tree.places());
    JsonNode root = new Setter(where, places).set(tree.root(), keys, value, "", type);
    return new ConfigTree(root, tree.where(), places);
  }

  private static JsonNode value(Class<?> type, String text, String where) {
    boolean structure = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    return structure ? value(text, where) : Scalars.read(type, text);
  }

  private static JsonNode value(String text, String where) {
    return text.isBlank() ? NullNode.getInstance() : ConfigTree.parseYaml(text, where).root();
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
    private static final String SEVERAL = "the command line";

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
      note(below, rest.isEmpty());
      return copy;
    }

    /** Of a group that several options lead into, none is to blame for what the record refuses. */
    private void note(String path, boolean set) {
      String before = places.getOrDefault(path, "");
      boolean another =
          before.equals(SEVERAL) || (before.startsWith("--") && !before.equals(where));
      places.put(path, another && !set ? SEVERAL : where);
    }
  }
}
