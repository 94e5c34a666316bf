package org.widemargin.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.Nearest;

/** Says in words what a Java type expects of a configuration's value. */
final class Words {
  private Words() {}

  static String expected(@Nullable Class<?> type, JsonNode found) {
    if (type == null) {
      return "another value";
    }
    if (type.isEnum()) {
      List<String> names = enumNames(type);
      return found.isTextual()
          ? Nearest.hint(found.textValue(), names).replaceFirst("expected ", "")
          : "one of " + String.join(", ", names);
    }
    if (type == String.class || type == Path.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == double.class
        || type == float.class
        || type == Double.class
        || type == Float.class) {
      return "a number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a whole number from " + limits(type);
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return Names.hasVariants(type)
        ? "one of " + String.join(", ", variants(type)) + ", with its keys below it"
        : "a group of keys";
  }

  private static String limits(Class<?> type) {
    return type == long.class || type == Long.class
        ? Long.MIN_VALUE + " to " + Long.MAX_VALUE
        : Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
  }

  private static List<String> enumNames(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Names.ofConstant((Enum<?>) constant))
        .toList();
  }

  /** The names of a sealed interface's variants, in order. */
  static List<String> variants(Class<?> type) {
    return Names.variants(type).stream().map(Names::ofVariant).sorted().toList();
  }
}
