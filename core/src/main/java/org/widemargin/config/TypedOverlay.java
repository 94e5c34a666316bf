package org.widemargin.config;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays one tree over another, knowing the record they are for: another variant of a sealed
 * interface replaces the one below instead of standing beside it.
 */
final class TypedOverlay {
  private static final DeserializationConfig CONFIG = Mappers.JSON.getDeserializationConfig();

  private TypedOverlay() {}

  static JsonNode merge(JsonNode lower, JsonNode upper, Class<?> type) {
    return merge(lower, upper, typeOf(type));
  }

  static JavaType typeOf(Class<?> type) {
    return CONFIG.constructType(type);
  }

  private static JsonNode merge(JsonNode lower, JsonNode upper, @Nullable JavaType type) {
    if (!(lower instanceof ObjectNode group) || !upper.isObject()) {
      return upper;
    }
    if (isVariant(type) && !names(lower).equals(names(upper))) {
      return upper;
    }
    ObjectNode merged = group.objectNode();
    merged.setAll(group);
    upper
        .properties()
        .forEach(
            entry -> {
              JsonNode below = lower.get(entry.getKey());
              merged.set(
                  entry.getKey(),
                  below == null
                      ? entry.getValue()
                      : merge(below, entry.getValue(), component(type, entry.getKey())));
            });
    return merged;
  }

  /** Whether values of a type are written as an object with one key, the variant's name. */
  static boolean isVariant(@Nullable JavaType type) {
    return type != null && type.getRawClass().isInterface() && type.getRawClass().isSealed();
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** The type of a record's component; null where it is not known. */
  static @Nullable JavaType component(@Nullable JavaType type, String key) {
    if (type == null || !type.getRawClass().isRecord()) {
      return null;
    }
    for (BeanPropertyDefinition property : CONFIG.introspect(type).findProperties()) {
      if (property.getName().equals(key)) {
        return property.getPrimaryType();
      }
    }
    return null;
  }
}
