package org.widemargin.fetch;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * The proxies that a user's environment names, as curl and wget read it: {@code http_proxy} and
 * {@code https_proxy} by the address's scheme, {@code all_proxy} for both, {@code no_proxy} for
 * hosts that need none. Names in lower case go before those in upper case.
 */
public final class EnvironmentProxies extends ProxySelector {
  private static final int USUAL_PORT = 80;

  private final Map<String, String> environment;

  /**
   * Reads an environment.
   *
   * @param environment usually {@link System#getenv()}
   */
  public EnvironmentProxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Chooses the way to an address.
   *
   * @param address an absolute address
   * @return one HTTP proxy, or none
   * @throws InputException if the environment names a proxy of a kind that is not known
   */
  @Override
  public List<Proxy> select(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    Optional<String> proxy = value(scheme + "_proxy").or(() -> value("all_proxy"));
    return proxy.isEmpty() || needsNone(address)
        ? List.of(Proxy.NO_PROXY)
        : List.of(new Proxy(Proxy.Type.HTTP, parse(scheme + "_proxy", proxy.get())));
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static InetSocketAddress parse(String variable, String value) {
    URI proxy = uri(variable, value.contains("://") ? value : "http://" + value);
    require(
        "http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null,
        "%s: expected an HTTP proxy such as http://proxy.example:3128, found another kind",
        variable);
    require(
        proxy.getUserInfo() == null,
        "%s: proxies that ask for a user and password are not supported; use one that does not, or"
            + " download the files by other means",
        variable);
    int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
    return InetSocketAddress.createUnresolved(proxy.getHost(), port);
  }

  private static URI uri(String variable, String value) {
    try {
      return URI.create(value);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          variable + ": expected an address such as http://proxy.example:3128", e);
    }
  }

  private boolean needsNone(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return value("no_proxy").stream()
        .flatMap(list -> Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+")))
        .anyMatch(entry -> covers(entry, host, port(address)));
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
  }

  /** A host's name covers itself and all hosts below; with a port, that port only. */
  private static boolean covers(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    int colon = entry.indexOf(':') == entry.lastIndexOf(':') ? entry.indexOf(':') : -1;
    if (colon >= 0 && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    String name = (colon < 0 ? entry : entry.substring(0, colon)).replaceFirst("^\\*?\\.", "");
    return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
  }

  /** Nothing: there is no other proxy to try. */
  @Override
  public void connectFailed(
      @Nullable URI address, @Nullable SocketAddress proxy, @Nullable IOException failure) {}
}
