package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays one tree over another, knowing the record they are for: another variant of a sealed
 * interface replaces the one below instead of standing beside it.
 */
final class TypedOverlay {
  private TypedOverlay() {}

  static JsonNode merge(JsonNode lower, JsonNode upper, @Nullable Class<?> type) {
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
              boolean kept =
                  below != null && entry.getValue().isNull() && mustBeThere(type, entry.getKey());
              if (!kept) {
                merged.set(
                    entry.getKey(),
                    below == null
                        ? entry.getValue()
                        : merge(below, entry.getValue(), component(type, entry.getKey())));
              }
            });
    return merged;
  }

  /**
   * Whether a key without a value is as good as no key, so that what lies below stays: a group
   * whose keys are all commented out. Of an entry of a map, and of a component that may be absent,
   * it says that there is none.
   */
  private static boolean mustBeThere(@Nullable Class<?> type, String key) {
    if (type == null || !type.isRecord()) {
      return isVariant(type);
    }
    RecordType record = RecordType.of(type);
    int component = record.keys().indexOf(key);
    return component >= 0 && !record.mayBeAbsent(component);
  }

  /** Whether values of a type are written as an object with one key, the variant's name. */
  static boolean isVariant(@Nullable Class<?> type) {
    return type != null && Names.hasVariants(type);
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** The type of what is below a key; null where it is not known. */
  static @Nullable Class<?> component(@Nullable Class<?> type, String key) {
    if (type == null) {
      return null;
    }
    if (type.isRecord()) {
      RecordType record = RecordType.of(type);
      int component = record.keys().indexOf(key);
      return component < 0 ? null : record.typeOf(component);
    }
    return Names.hasVariants(type) ? Names.variant(type, key).orElse(null) : null;
  }
}
