package org.widemargin.config;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record's class as a group of keys: its components, in order, and the defaults that it states.
 *
 * <p>The defaults are what the record's static method {@code defaults} returns. Parameters of it
 * are components, named alike: those that must be written and, where they may be null, those that
 * other defaults follow from. Looked up once for each class.
 */
final class RecordType {
  private static final ClassValue<RecordType> TYPES =
      new ClassValue<>() {
        @Override
        protected RecordType computeValue(Class<?> type) {
          return new RecordType(type);
        }
      };

  /** Apart, since to look for it makes the JVM load the types of all methods, tensors' too. */
  private static final ClassValue<Optional<Defaults>> DEFAULTS =
      new ClassValue<>() {
        @Override
        protected Optional<Defaults> computeValue(Class<?> type) {
          return of(type).findDefaults();
        }
      };

  /**
   * The method that states the defaults.
   *
   * @param method static, without a receiver
   * @param given which components its parameters are
   */
  private record Defaults(Method method, List<Integer> given) {}

  private final Class<?> type;
  private final RecordComponent[] components;
  private final List<String> keys;
  private final Constructor<?> constructor;

  private RecordType(Class<?> type) {
    this.type = type;
    components = type.getRecordComponents();
    keys = Arrays.stream(components).map(each -> Names.ofComponent(each.getName())).toList();
    constructor = canonicalConstructor(type, components);
    for (RecordComponent component : components) {
      component.getAccessor().setAccessible(true);
    }
  }

  /** Describes a record's class. */
  static RecordType of(Class<?> type) {
    return TYPES.get(type);
  }

  /** The keys, in the order of the components. */
  List<String> keys() {
    return keys;
  }

  /** Where a component of this name is among the others; -1 if there is none. */
  int indexOfComponent(String name) {
    return keys.indexOf(Names.ofComponent(name));
  }

  /** The type of a component. */
  Class<?> typeOf(int component) {
    return components[component].getType();
  }

  /** The annotations of a component. */
  AnnotatedElement annotationsOf(int component) {
    return components[component];
  }

  /** Whether a component may be absent: its type is {@code @Nullable}. */
  boolean mayBeAbsent(int component) {
    return components[component].getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** Whether the record states defaults. */
  boolean hasDefaults() {
    return foundDefaults().isPresent();
  }

  /** Whether a component must be written: it may not be absent, and has no default. */
  boolean isRequired(int component) {
    return !mayBeAbsent(component)
        && foundDefaults().map(found -> found.given().contains(component)).orElse(true);
  }

  /** The value of every component of a record. */
  @Nullable Object[] values(Object record) {
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = valueOf(i, record);
    }
    return values;
  }

  /** The value of one component of a record. */
  @Nullable Object valueOf(int component, Object record) {
    return invoke(components[component].getAccessor(), record);
  }

  /**
   * Makes a record.
   *
   * @param values of all components
   * @return the record
   * @throws RuntimeException what the record's constructor throws
   */
  Object make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  /**
   * The default of every component, of a record that {@linkplain #hasDefaults has any}.
   *
   * @param values in their places, of the components that the defaults depend on
   * @return in the order of the components
   * @throws RuntimeException what the record's constructor throws
   */
  @Nullable Object[] defaults(@Nullable Object[] values) {
    Defaults found = foundDefaults().orElseThrow();
    @Nullable Object[] given = found.given().stream().map(component -> values[component]).toArray();
    return values(Objects.requireNonNull(invoke(found.method(), null, given)));
  }

  private Optional<Defaults> foundDefaults() {
    return DEFAULTS.get(type);
  }

  private Optional<Defaults> findDefaults() {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getName().equals("defaults"))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .reduce(
            (one, other) -> {
              throw new IllegalStateException(type + " states its defaults twice");
            })
        .map(this::defaultsOf);
  }

  private Defaults defaultsOf(Method method) {
    method.setAccessible(true);
    if (method.getReturnType() != type) {
      throw new IllegalStateException(method + " must return the record");
    }
    return new Defaults(
        method, Arrays.stream(method.getParameters()).map(this::indexOfParameter).toList());
  }

  private int indexOfParameter(Parameter parameter) {
    int component = indexOfComponent(parameter.getName());
    if (component < 0 || typeOf(component) != parameter.getType()) {
      throw new IllegalStateException(
          "the defaults of " + type + " depend on " + parameter + ", which is no component");
    }
    return component;
  }

  private static Constructor<?> canonicalConstructor(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> found = type.getDeclaredConstructor(types);
      found.setAccessible(true);
      return found;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  private static @Nullable Object invoke(
      Method method, @Nullable Object receiver, @Nullable Object... arguments) {
    try {
      return method.invoke(receiver, arguments);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method + " cannot be called", e);
    }
  }

  private static RuntimeException unwrapped(InvocationTargetException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }
}
