package org.widemargin.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

class EnvironmentProxiesTest {
  private static List<Proxy> selected(Map<String, String> environment, String address) {
    return new EnvironmentProxies(environment).select(URI.create(address));
  }

  private static List<Proxy> proxy(String host, int port) {
    return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
  }

  @Test
  void eachSchemeHasItsOwn() {
    Map<String, String> environment =
        Map.of("http_proxy", "http://plain:1", "https_proxy", "http://secret:2");
    assertThat(selected(environment, "http://a.example/x")).isEqualTo(proxy("plain", 1));
    assertThat(selected(environment, "https://a.example/x")).isEqualTo(proxy("secret", 2));
  }

  @Test
  void upperCaseCountsWhereThereIsNoLowerCase() {
    Map<String, String> environment = new HashMap<>();
    environment.put("HTTPS_PROXY", "http://upper:1");
    assertThat(selected(environment, "https://a.example/x")).isEqualTo(proxy("upper", 1));
    environment.put("https_proxy", "http://lower:1");
    assertThat(selected(environment, "https://a.example/x")).isEqualTo(proxy("lower", 1));
    environment.put("NO_PROXY", "a.example");
    assertThat(selected(environment, "https://a.example/x")).containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void oneForAllAndNone() {
    assertThat(selected(Map.of("all_proxy", "p:8080"), "https://a.example/x"))
        .isEqualTo(proxy("p", 8080));
    assertThat(selected(Map.of("http_proxy", "p"), "http://a.example/x")).isEqualTo(proxy("p", 80));
    assertThat(selected(Map.of(), "http://a.example/x")).containsExactly(Proxy.NO_PROXY);
    assertThat(selected(Map.of("http_proxy", " "), "http://a.example/x"))
        .containsExactly(Proxy.NO_PROXY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.example | true",
        "A.Example | true",
        ".example | true",
        "*.example | true",
        "example | true",
        "* | true",
        "other,a.example | true",
        "other a.example | true",
        "a.example:443 | true",
        "a.example:80 | false",
        "b.example | false",
        "ample | false",
        "x.a.example | false",
        ", | false",
      })
  void hostsWithoutProxy(String list, boolean none) {
    Map<String, String> environment = Map.of("https_proxy", "p:1", "no_proxy", list);
    assertThat(selected(environment, "https://a.example/x"))
        .isEqualTo(none ? List.of(Proxy.NO_PROXY) : proxy("p", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://p:1", "https://p:1", "http://", "http://p:x y", "http://:80"})
  void otherKindsAreRefused(String value) {
    assertThatThrownBy(() -> selected(Map.of("https_proxy", value), "https://a.example/x"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("https_proxy: expected an");
  }

  @Test
  void passwordsAreNeitherTakenNorShown() {
    assertThatThrownBy(
            () -> selected(Map.of("https_proxy", "http://me:secret@p:1"), "https://a.example/x"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("user and password are not supported")
        .hasMessageNotContaining("secret");
  }
}
