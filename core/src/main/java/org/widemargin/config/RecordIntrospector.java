package org.widemargin.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the Java types what would otherwise be said in annotations: an enum's values are
 * lower-case with dashes, and a sealed interface is an object with one key, the variant's name in
 * kebab-case.
 */
final class RecordIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public String[] findEnumValues(
      MapperConfig<?> config, AnnotatedClass annotated, Enum<?>[] values, String[] names) {
    String[] found = super.findEnumValues(config, annotated, values, names);
    for (int i = 0; i < found.length; i++) {
      if (found[i] == null) {
        found[i] = Names.ofConstant(values[i]);
      }
    }
    return found;
  }

  @Override
  public @Nullable TypeResolverBuilder<?> findTypeResolver(
      MapperConfig<?> config, AnnotatedClass annotated, JavaType baseType) {
    if (!isVariant(annotated.getRawType())) {
      return super.findTypeResolver(config, annotated, baseType);
    }
    return new VariantResolver()
        .init(
            JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME, JsonTypeInfo.As.WRAPPER_OBJECT, null, null, false, null),
            null);
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
    Class<?> type = annotated.getRawType();
    return Names.hasVariants(type)
        ? Names.variants(type).stream()
            .map(variant -> new NamedType(variant, Names.ofVariant(variant)))
            .toList()
        : super.findSubtypes(annotated);
  }

  @Override
  public @Nullable String findTypeName(AnnotatedClass annotated) {
    Class<?> type = annotated.getRawType();
    return type.isRecord() && isVariant(type)
        ? Names.ofVariant(type)
        : super.findTypeName(annotated);
  }

  /**
   * Whether a type is a sealed interface or a record of one, which are written the same way. Only
   * records, since Double and String belong to a sealed interface too.
   */
  private static boolean isVariant(Class<?> type) {
    return Names.hasVariants(type)
        || ((type.isRecord() || type.isInterface())
            && Arrays.stream(type.getInterfaces()).anyMatch(RecordIntrospector::isVariant));
  }
}
