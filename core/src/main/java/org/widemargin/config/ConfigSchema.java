package org.widemargin.config;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON Schema (draft 7) of what a record is read from, made from the record: an editor that
 * knows it completes keys and words, and marks what the program would refuse. It says nothing of
 * ranges, which the records' constructors check.
 */
public final class ConfigSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String DEFINITIONS = "definitions";

  /** YAML 1.1 takes a number with an exponent and without a point for text, and so do editors. */
  private static final String NUMBER = "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?$";

  private final ObjectNode definitions = JSON.objectNode();
  private final Set<Class<?>> begun = new HashSet<>();

  private ConfigSchema() {}

  /**
   * Describes a file.
   *
   * @param root the record that the whole file is read as
   * @param title what the file is
   * @return the schema, as indented JSON
   */
  public static String of(Class<? extends Record> root, String title) {
    ConfigSchema schema = new ConfigSchema();
    ObjectNode whole = JSON.objectNode();
    whole.put("$schema", "http://json-schema.org/draft-07/schema#");
    whole.put("title", title);
    whole.setAll(schema.ofType(root));
    whole.set(DEFINITIONS, schema.definitions);
    return Mappers.write(Mappers.JSON.writerWithDefaultPrettyPrinter(), whole) + "\n";
  }

  private ObjectNode ofType(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return ofGeneric(parameterized);
    }
    return type instanceof Class<?> known ? ofClass(known) : JSON.objectNode();
  }

  private ObjectNode ofGeneric(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (Collection.class.isAssignableFrom(raw)) {
      return listOf(ofType(arguments[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      ObjectNode schema = typed("object");
      schema.set("additionalProperties", orNothing(ofType(arguments[1])));
      return schema;
    }
    return JSON.objectNode();
  }

  private ObjectNode ofClass(Class<?> type) {
    if (type.isEnum()) {
      return oneOfWords(
          Arrays.stream(type.getEnumConstants())
              .map(constant -> Names.ofConstant((Enum<?>) constant))
              .toList());
    }
    if (type.isArray()) {
      return listOf(ofClass(type.getComponentType()));
    }
    Optional<Class<?>> written = writtenAs(type);
    if (written.isPresent()) {
      return ofClass(written.get());
    }
    if (type.isRecord() || Names.hasVariants(type)) {
      return reference(type);
    }
    return ofScalar(type);
  }

  private static ObjectNode ofScalar(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return typed("boolean");
    }
    if (type == double.class || type == Double.class) {
      ObjectNode schema = JSON.objectNode();
      schema.set("anyOf", JSON.arrayNode().add(typed("number")).add(pattern(NUMBER)));
      return schema;
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return typed("integer");
    }
    if (type == String.class || type == Path.class) {
      ObjectNode schema = JSON.objectNode();
      schema.set("type", JSON.arrayNode().add("string").add("number").add("boolean"));
      return schema;
    }
    return JSON.objectNode();
  }

  /** The type that a value says it is written as. */
  private static Optional<Class<?>> writtenAs(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonValue.class))
        .<Class<?>>map(Method::getReturnType)
        .findFirst();
  }

  private ObjectNode reference(Class<?> type) {
    String name = nameOf(type);
    if (begun.add(type)) {
      definitions.set(name, Names.hasVariants(type) ? ofVariants(type) : ofRecord(type));
    }
    ObjectNode schema = JSON.objectNode();
    schema.put("$ref", "#/" + DEFINITIONS + "/" + name);
    return schema;
  }

  /** A nested type with the one around it, since two packages may have a {@code Constant}. */
  private static String nameOf(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return around == null ? type.getSimpleName() : nameOf(around) + "." + type.getSimpleName();
  }

  private ObjectNode ofRecord(Class<?> type) {
    RecordType known = RecordType.of(type);
    ObjectNode properties = JSON.objectNode();
    ArrayNode required = JSON.arrayNode();
    for (int i = 0; i < known.keys().size(); i++) {
      ObjectNode schema = ofType(type.getRecordComponents()[i].getGenericType());
      properties.set(known.keys().get(i), known.isRequired(i) ? schema : orNothing(schema));
      if (known.isRequired(i)) {
        required.add(known.keys().get(i));
      }
    }
    ObjectNode schema = typed("object");
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  /** The bare name of a variant, or an object with that name as its one key. */
  private ObjectNode ofVariants(Class<?> type) {
    List<Class<?>> variants = Names.variants(type);
    ObjectNode properties = JSON.objectNode();
    for (Class<?> variant : variants) {
      properties.set(Names.ofVariant(variant), orNothing(reference(variant)));
    }
    ObjectNode object = typed("object");
    object.set("properties", properties);
    object.put("additionalProperties", false);
    object.put("minProperties", 1);
    object.put("maxProperties", 1);
    ObjectNode schema = JSON.objectNode();
    schema.set(
        "anyOf",
        JSON.arrayNode()
            .add(oneOfWords(variants.stream().map(Names::ofVariant).toList()))
            .add(object));
    return schema;
  }

  /** A key without a value is as good as none. */
  private static ObjectNode orNothing(ObjectNode schema) {
    if (schema.isEmpty()) {
      return schema;
    }
    ObjectNode either = JSON.objectNode();
    either.set("anyOf", JSON.arrayNode().add(schema).add(typed("null")));
    return either;
  }

  private static ObjectNode listOf(JsonNode items) {
    ObjectNode schema = typed("array");
    schema.set("items", items);
    return schema;
  }

  private static ObjectNode oneOfWords(List<String> words) {
    ArrayNode list = JSON.arrayNode();
    words.forEach(list::add);
    ObjectNode schema = JSON.objectNode();
    schema.set("enum", list);
    return schema;
  }

  private static ObjectNode typed(String type) {
    return JSON.objectNode().put("type", type);
  }

  private static ObjectNode pattern(String expression) {
    return typed("string").put("pattern", expression);
  }
}
