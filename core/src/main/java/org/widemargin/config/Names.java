package org.widemargin.config;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How Java's names are written in a configuration: lower case with dashes. */
public final class Names {
  private Names() {}

  /** The key of a component: {@code learningRate} is {@code learning-rate}. */
  static String ofComponent(String name) {
    return kebab(name);
  }

  /**
   * The word for an enum's constant.
   *
   * @param constant such as {@code CROSS_ENTROPY}
   * @return {@code cross-entropy}
   */
  public static String ofConstant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of a sealed interface's variant, where none is given with {@code @JsonTypeName}. */
  static String ofVariant(Class<?> variant) {
    JsonTypeName given = variant.getAnnotation(JsonTypeName.class);
    return given == null ? kebab(variant.getSimpleName()) : given.value();
  }

  /**
   * Whether values of a type are written as an object with one key, the variant's name: a sealed
   * interface, unless it says with {@code @JsonValue} what it is written as.
   */
  static boolean hasVariants(Class<?> type) {
    return type.isInterface() && type.isSealed() && !isWord(type);
  }

  /** Whether a type says with {@code @JsonValue} what its values are written as. */
  static boolean isWord(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .anyMatch(method -> method.isAnnotationPresent(JsonValue.class));
  }

  /** The records of a sealed interface, those of its sealed interfaces among them. */
  static List<Class<?>> variants(Class<?> type) {
    return leaves(type).toList();
  }

  /** The variant of a sealed interface that has a name. */
  static Optional<Class<?>> variant(Class<?> type, String name) {
    return leaves(type).filter(variant -> ofVariant(variant).equals(name)).findFirst();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Names::leaves)
        : Stream.of(type);
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
