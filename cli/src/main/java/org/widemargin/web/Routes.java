package org.widemargin.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Which paths there are. */
public final class Routes {
  private final Map<String, Endpoint> byPath = new LinkedHashMap<>();
  private final UnaryOperator<String> hint;

  /**
   * Gathers endpoints.
   *
   * @param endpoints one for each path
   * @param hint what to say of a path that is not there
   */
  public Routes(List<Endpoint> endpoints, UnaryOperator<String> hint) {
    endpoints.forEach(endpoint -> byPath.put(endpoint.path(), endpoint));
    this.hint = hint;
  }

  /**
   * Finds what is asked for.
   *
   * @throws Refusal if there is no such path, or the method is another
   */
  Endpoint find(String method, String path) {
    Endpoint endpoint = byPath.get(path);
    if (endpoint == null) {
      throw new Refusal(Refusal.NOT_FOUND, hint.apply(path));
    }
    if (!endpoint.allows(method)) {
      throw new Refusal(
          Refusal.METHOD_NOT_ALLOWED,
          "expected " + endpoint.allowed() + " " + path + ", found the method " + method);
    }
    return endpoint;
  }
}
