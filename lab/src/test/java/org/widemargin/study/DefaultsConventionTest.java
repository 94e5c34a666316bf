package org.widemargin.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.config.Json;
import org.widemargin.config.Yaml;

/**
 * Every record that is read from a configuration states its defaults in one way: by a static method
 * {@code defaults}, whose parameters are the components that must be written.
 */
class DefaultsConventionTest {
  /** All records that are part of a study, a result line, or something in them. */
  static Set<Class<?>> records() {
    Set<Class<?>> found = new LinkedHashSet<>();
    collect(Study.class, found);
    collect(TrialResult.class, found);
    return found;
  }

  static Stream<Class<?>> recordsWithDefaults() {
    return records().stream().filter(type -> !methods(type).isEmpty());
  }

  static Stream<Class<?>> recordsThatNeedNothing() {
    return recordsWithDefaults().filter(type -> defaultsOf(type).getParameterCount() == 0);
  }

  private static void collect(Type type, Set<Class<?>> found) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(each -> collect(each, found));
    } else if (type instanceof Class<?> known && known.getName().startsWith("org.widemargin.")) {
      if (known.isSealed()) {
        Arrays.stream(known.getPermittedSubclasses()).forEach(each -> collect(each, found));
      } else if (known.isRecord() && found.add(known)) {
        for (RecordComponent component : known.getRecordComponents()) {
          collect(component.getGenericType(), found);
        }
      }
    }
  }

  private static List<Method> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getName().equals("defaults"))
        .toList();
  }

  private static Method defaultsOf(Class<?> type) {
    Method method = methods(type).get(0);
    method.setAccessible(true);
    return method;
  }

  private static Object defaults(Class<?> type) throws ReflectiveOperationException {
    return Objects.requireNonNull(defaultsOf(type).invoke(null), type.getName());
  }

  private static @Nullable Object value(RecordComponent component, Object record)
      throws ReflectiveOperationException {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return accessor.invoke(record);
  }

  @Test
  void thereAreMany() {
    assertThat(records()).hasSizeGreaterThan(50);
    assertThat(recordsThatNeedNothing()).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @MethodSource("recordsWithDefaults")
  void theyAreOneStaticMethodOfComponents(Class<?> type) {
    assertThat(methods(type)).hasSize(1);
    Method method = defaultsOf(type);
    assertThat(Modifier.isStatic(method.getModifiers())).isTrue();
    assertThat(method.getReturnType()).isEqualTo(type);
    for (Parameter parameter : method.getParameters()) {
      assertThat(type.getRecordComponents())
          .as("%s of %s", parameter, type)
          .anyMatch(
              component ->
                  component.getName().equals(parameter.getName())
                      && component.getGenericType().equals(parameter.getParameterizedType()));
    }
  }

  /** A factory of nullable parameters would be a second place for defaults. */
  @ParameterizedTest
  @MethodSource("records")
  void noFactoryTakesComponents(Class<?> type) {
    assertThat(type.getDeclaredMethods())
        .noneMatch(
            method ->
                method.isAnnotationPresent(JsonCreator.class) && method.getParameterCount() > 1);
  }

  @ParameterizedTest
  @MethodSource("recordsThatNeedNothing")
  void anEmptyGroupIsAllDefaults(Class<?> type) throws ReflectiveOperationException {
    Object defaults = defaults(type);
    assertThat((Object) Yaml.readText(empty(type, defaults), "test", type)).isEqualTo(defaults);
    assertThat((Object) Yaml.readText(Yaml.write(defaults), "test", type)).isEqualTo(defaults);
  }

  /** The record without its keys: of a variant, the bare name. */
  private static String empty(Class<?> type, Object record) {
    boolean variant = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    Map<?, ?> written = Json.readText(Json.writeLine(record), "test", Map.class);
    return variant ? String.valueOf(written.keySet().iterator().next()) : "{}";
  }

  /** Else a group that is left out would not be the same as an empty one. */
  @ParameterizedTest
  @MethodSource("recordsThatNeedNothing")
  void theDefaultOfAGroupIsThatOfItsRecord(Class<?> type) throws ReflectiveOperationException {
    Object defaults = defaults(type);
    for (RecordComponent component : type.getRecordComponents()) {
      Object value = value(component, defaults);
      if (value != null && recordsThatNeedNothing().anyMatch(value.getClass()::equals)) {
        assertThat(value).as(component.toString()).isEqualTo(defaults(value.getClass()));
      }
    }
  }

  /** Only what is absent is not written, and so must be absent when it is read again. */
  @ParameterizedTest
  @MethodSource("recordsThatNeedNothing")
  void whatMayBeAbsentIsAbsentByDefault(Class<?> type) throws ReflectiveOperationException {
    Object defaults = defaults(type);
    for (RecordComponent component : type.getRecordComponents()) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      assertThat(value(component, defaults) == null).as(component.toString()).isEqualTo(nullable);
    }
  }
}
