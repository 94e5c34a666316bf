package org.widemargin.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
        found[i] = values[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
    return found;
  }

  /**
   * The parameters of a record's {@code @JsonCreator} method are its keys; Jackson by itself knows
   * the names of the canonical constructor's only.
   */
  @Override
  public @Nullable String findImplicitPropertyName(AnnotatedMember member) {
    if (member instanceof AnnotatedParameter parameter
        && parameter.getOwner().getMember() instanceof Method factory
        && factory.getDeclaringClass().isRecord()) {
      return factory.getParameters()[parameter.getIndex()].getName();
    }
    return super.findImplicitPropertyName(member);
  }

  @Override
  public TypeResolverBuilder<?> findTypeResolver(
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
  protected StdTypeResolverBuilder _constructStdTypeResolverBuilder() {
    return new VariantResolver();
  }

  @Override
  protected StdTypeResolverBuilder _constructStdTypeResolverBuilder(
      MapperConfig<?> config, JsonTypeInfo.Value typeInfo, JavaType baseType) {
    return new VariantResolver(typeInfo);
  }

  @Override
  public List<NamedType> findSubtypes(Annotated annotated) {
    if (!isBareSealedInterface(annotated.getRawType())) {
      return super.findSubtypes(annotated);
    }
    return variants(annotated.getRawType()).map(type -> new NamedType(type, nameOf(type))).toList();
  }

  @Override
  public String findTypeName(AnnotatedClass annotated) {
    String name = super.findTypeName(annotated);
    Class<?> type = annotated.getRawType();
    return name == null && type.isRecord() && isVariant(type) ? nameOf(type) : name;
  }

  /**
   * Whether a type is a sealed interface or a record of one; as with annotations, both are written
   * the same way. Only records, since Double and String belong to a sealed interface too.
   */
  private static boolean isVariant(Class<?> type) {
    return isBareSealedInterface(type)
        || ((type.isRecord() || type.isInterface())
            && Arrays.stream(type.getInterfaces()).anyMatch(RecordIntrospector::isVariant));
  }

  private static boolean isBareSealedInterface(Class<?> type) {
    return type.isInterface()
        && type.isSealed()
        && !type.isAnnotationPresent(JsonTypeInfo.class)
        && Arrays.stream(type.getMethods())
            .noneMatch(method -> method.isAnnotationPresent(JsonValue.class));
  }

  private static Stream<Class<?>> variants(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordIntrospector::variants)
        : Stream.of(type);
  }

  private static String nameOf(Class<?> type) {
    JsonTypeName given = type.getAnnotation(JsonTypeName.class);
    return given == null ? kebab(type.getSimpleName()) : given.value();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
