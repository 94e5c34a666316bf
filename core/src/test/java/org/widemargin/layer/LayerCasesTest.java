package org.widemargin.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind that is permitted reaches its own function. */
class LayerCasesTest {
  static List<Class<?>> kinds() {
    return Arrays.asList(Layer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindHasACase(Class<?> kind) throws ReflectiveOperationException {
    String name = kind.getSimpleName();
    String function = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    assertThat(LayerCases.class.getMethod(function, kind).getParameterTypes())
        .containsExactly(kind);
  }

  @Test
  void thereIsALayerOfEachKindToTestWith() {
    assertThat(SomeLayers.ofEachKind().stream().<Class<?>>map(Layer::getClass).toList())
        .containsExactlyInAnyOrderElementsOf(kinds());
  }

  @ParameterizedTest
  @MethodSource("org.widemargin.layer.SomeLayers#ofEachKind")
  void aLayerReachesItsFunction(Layer layer) {
    @SuppressWarnings("unchecked")
    LayerCases<String> cases =
        (LayerCases<String>)
            Proxy.newProxyInstance(
                LayerCases.class.getClassLoader(),
                new Class<?>[] {LayerCases.class},
                (proxy, method, arguments) -> {
                  if (method.isDefault()) {
                    return InvocationHandler.invokeDefault(proxy, method, arguments);
                  }
                  assertThat(arguments).containsExactly(layer);
                  return method.getName();
                });
    assertThat(cases.of(layer)).isEqualToIgnoringCase(layer.getClass().getSimpleName());
  }
}
