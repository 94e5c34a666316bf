package org.widemargin.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import com.fasterxml.jackson.databind.jsontype.impl.AsWrapperTypeDeserializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;

/**
 * Reads one variant of a sealed interface: {@code name: {components}}, {@code name:} or the bare
 * {@code name}.
 */
final class VariantDeserializer extends AsWrapperTypeDeserializer {
  private static final long serialVersionUID = 1L;

  VariantDeserializer(JavaType baseType, TypeIdResolver resolver) {
    super(baseType, resolver, null, false, null);
  }

  private VariantDeserializer(VariantDeserializer source, BeanProperty property) {
    super(source, property);
  }

  @Override
  public TypeDeserializer forProperty(BeanProperty property) {
    return property == _property ? this : new VariantDeserializer(this, property);
  }

  @Override
  protected Object _deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode node = parser.readValueAsTree();
    if (node.isTextual()) {
      return variant(node.textValue(), JsonNodeFactory.instance.objectNode(), parser, context);
    }
    if (!node.isObject() || node.size() != 1) {
      return context.reportInputMismatch(
          _baseType, "expected one variant's name with its keys below it");
    }
    String name = node.fieldNames().next();
    JsonNode components = node.get(name);
    return variant(
        name,
        components.isNull() ? JsonNodeFactory.instance.objectNode() : components,
        parser,
        context);
  }

  private Object variant(
      String name, JsonNode components, JsonParser parser, DeserializationContext context)
      throws IOException {
    var deserializer = _findDeserializer(context, name);
    try (JsonParser below = components.traverse(parser.getCodec())) {
      below.nextToken();
      return deserializer.deserialize(below, context);
    } catch (JsonMappingException e) {
      e.prependPath(_baseType.getRawClass(), name);
      throw e;
    }
  }
}
