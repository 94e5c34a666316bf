package org.widemargin.config;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key of a configuration: where it is, which words it takes, and its default, all read from the
 * records. It is found without reading or writing any text, so that help needs no parser.
 */
public final class Key {
  private final Class<? extends Record> root;
  private final List<String> path;
  private final Class<?> type;
  private final @Nullable Object byDefault;

  private Key(
      Class<? extends Record> root, List<String> path, Class<?> type, @Nullable Object byDefault) {
    this.root = root;
    this.path = path;
    this.type = type;
    this.byDefault = byDefault;
  }

  /**
   * Finds a key.
   *
   * @param defaults the whole configuration where nothing is written
   * @param path the key below the groups and variants that it is in, such as {@code
   *     loss.margin.gradient.boundary.cap}
   * @return the key
   * @throws IllegalArgumentException if there is none
   */
  public static Key of(Record defaults, String path) {
    Key key = whole(defaults);
    for (String name : path.split("\\.", -1)) {
      key = key.below(name);
    }
    return key;
  }

  /**
   * Finds all keys that have a value of their own: not groups, but what is in them, and variants as
   * well as what is in each.
   *
   * @param defaults the whole configuration where nothing is written
   * @return the keys, in the order of the records
   */
  public static List<Key> all(Record defaults) {
    return whole(defaults).leaves().toList();
  }

  private static Key whole(Record defaults) {
    return new Key(defaults.getClass(), List.of(), defaults.getClass(), defaults);
  }

  private Key below(String name) {
    List<String> longer = Stream.concat(path.stream(), Stream.of(name)).toList();
    Class<?> below = TypedOverlay.component(type, name);
    if (below == null) {
      throw new IllegalArgumentException(
          String.join(".", longer) + " is no key: " + type + " has no " + name);
    }
    Object known =
        type.isRecord() && byDefault != null ? valueOf(type, name, byDefault) : byDefault;
    boolean fits = below.isInstance(known) || below.isPrimitive();
    return new Key(root, longer, below, fits ? known : defaultsOf(below));
  }

  private Stream<Key> leaves() {
    if (Names.hasVariants(type)) {
      return Stream.concat(Stream.of(this), leavesOf(words()));
    }
    boolean group = type.isRecord() && !Names.isWord(type);
    return group ? leavesOf(RecordType.of(type).keys()) : Stream.of(this);
  }

  private Stream<Key> leavesOf(List<String> names) {
    return names.stream().map(this::below).flatMap(Key::leaves);
  }

  private static @Nullable Object valueOf(Class<?> type, String name, Object record) {
    RecordType known = RecordType.of(type);
    return known.valueOf(known.keys().indexOf(name), record);
  }

  /** The defaults of a group that is absent by default; null for what has none that stand alone. */
  private static @Nullable Object defaultsOf(Class<?> type) {
    if (!type.isRecord()) {
      return null;
    }
    try {
      // Unlike reflection this does not load the types of all the other methods.
      MethodHandle defaults =
          MethodHandles.privateLookupIn(type, MethodHandles.lookup())
              .findStatic(type, "defaults", MethodType.methodType(type));
      return defaults.invoke();
    } catch (NoSuchMethodException e) {
      return null;
    } catch (Throwable e) {
      throw new IllegalStateException("the defaults of " + type + " cannot be made", e);
    }
  }

  /**
   * Where the key is.
   *
   * @return its path, such as {@code loss.margin.gamma}
   */
  public String path() {
    return String.join(".", path);
  }

  /**
   * The words that the key takes.
   *
   * @return the names of an enum's constants or of variants, in order, or true and false; empty for
   *     any other type
   */
  public List<String> words() {
    if (type == boolean.class || type == Boolean.class) {
      return List.of("true", "false");
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> Names.ofConstant((Enum<?>) constant))
          .toList();
    }
    return Names.hasVariants(type)
        ? Names.variants(type).stream().map(Names::ofVariant).toList()
        : List.of();
  }

  /**
   * The default, as people write it.
   *
   * @return a word or a number; empty if the key is absent by default, or a group or list
   */
  public Optional<String> defaultText() {
    return Optional.ofNullable(byDefault).flatMap(value -> text(type, value));
  }

  private static Optional<String> text(Class<?> type, Object value) {
    if (value instanceof Enum<?> constant) {
      return Optional.of(Names.ofConstant(constant));
    }
    if (Names.hasVariants(type)) {
      return Optional.of(Names.ofVariant(value.getClass()));
    }
    if (value instanceof Double number) {
      return Optional.of(text(number));
    }
    return isStructure(value) ? Optional.empty() : Optional.of(value.toString());
  }

  /** A record that is written as a word says so in its own {@code toString}. */
  private static boolean isStructure(Object value) {
    return value instanceof Iterable
        || value instanceof Map
        || (value instanceof Record
            && value.toString().startsWith(value.getClass().getSimpleName() + "["));
  }

  private static String text(double number) {
    return Double.isInfinite(number)
        ? (number > 0 ? "inf" : "-inf")
        : Double.toString(number).replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
  }

  Class<? extends Record> root() {
    return root;
  }

  List<String> names() {
    return path;
  }

  Class<?> type() {
    return type;
  }
}
