package org.widemargin.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.Collection;

/** Uses {@link VariantDeserializer} for variants written as an object with one key. */
final class VariantResolver extends StdTypeResolverBuilder {
  private static final long serialVersionUID = 1L;

  VariantResolver() {}

  VariantResolver(JsonTypeInfo.Value settings) {
    super(settings);
  }

  @Override
  public TypeDeserializer buildTypeDeserializer(
      DeserializationConfig config, JavaType baseType, Collection<NamedType> subtypes) {
    if (_includeAs != JsonTypeInfo.As.WRAPPER_OBJECT || _idType != JsonTypeInfo.Id.NAME) {
      return super.buildTypeDeserializer(config, baseType, subtypes);
    }
    TypeIdResolver resolver =
        idResolver(
            config, baseType, verifyBaseTypeValidity(config, baseType), subtypes, false, true);
    return new VariantDeserializer(baseType, resolver);
  }
}
