package org.widemargin.config;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.Collection;

/** Uses {@link VariantDeserializer} for variants. */
final class VariantResolver extends StdTypeResolverBuilder {
  private static final long serialVersionUID = 1L;

  VariantResolver() {}

  @Override
  public TypeDeserializer buildTypeDeserializer(
      DeserializationConfig config, JavaType baseType, Collection<NamedType> subtypes) {
    TypeIdResolver resolver =
        idResolver(
            config, baseType, verifyBaseTypeValidity(config, baseType), subtypes, false, true);
    return new VariantDeserializer(baseType, resolver);
  }
}
