package org.widemargin.study;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.widemargin.config.Json;
import org.widemargin.file.Sha256;
import org.widemargin.train.RunConfig;

/**
 * Names things by what they are: the SHA-256 of their canonical JSON, which has its keys in order,
 * no spaces, and numbers as Java prints them.
 */
public final class Identity {
  private Identity() {}

  /**
   * The identity of a training, by which trained networks are shared.
   *
   * @param config the complete configuration
   * @return 64 hexadecimal digits
   */
  public static String of(RunConfig config) {
    return of((Object) config.deciding());
  }

  /**
   * The identity of a value that JSON can say.
   *
   * @param value a map or a record
   * @return 64 hexadecimal digits
   */
  public static String of(Object value) {
    return Sha256.of(canonicalJson(value).getBytes(StandardCharsets.UTF_8));
  }

  static String canonicalJson(Object value) {
    Map<?, ?> tree = Json.readText(Json.writeLine(value), "identity", Map.class);
    return Json.writeLine(sorted(tree));
  }

  private static Object sorted(Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> ordered = new TreeMap<>();
      map.forEach((key, value) -> ordered.put(String.valueOf(key), sorted(value)));
      return ordered;
    }
    return node instanceof List<?> list ? list.stream().map(Identity::sorted).toList() : node;
  }
}
