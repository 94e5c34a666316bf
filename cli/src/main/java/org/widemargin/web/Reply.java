package org.widemargin.web;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.config.Json;

/**
 * What the server answers.
 *
 * @param status such as 200
 * @param type of the body, such as {@code application/json}
 * @param body the content; not to be changed
 * @param headers more of them
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
public record Reply(int status, String type, byte[] body, Map<String, String> headers) {
  private static final int OK = 200;
  private static final String JSON = "application/json";

  /** Copies the headers. */
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** A text in UTF-8. */
  public static Reply text(String type, String text) {
    return new Reply(OK, type + ";charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** A record, map or list as JSON. */
  public static Reply json(Object value) {
    return json(OK, value);
  }

  /** A record, map or list as JSON, with another status than 200. */
  public static Reply json(int status, Object value) {
    return new Reply(
        status, JSON, Json.writeLine(value).getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** A failure, in the form that the Open Inference Protocol has for it. */
  public static Reply error(int status, String message) {
    return json(status, Map.of("error", message));
  }

  /** The same with one more header. */
  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, type, body, more);
  }
}
