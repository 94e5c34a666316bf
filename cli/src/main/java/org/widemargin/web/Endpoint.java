package org.widemargin.web;

import java.util.function.Function;

/**
 * What is done at a path.
 *
 * @param path such as {@code /v2/health/live}
 * @param method {@code GET}, which allows {@code HEAD} too, or {@code POST}
 * @param kind whether the work is light
 * @param work from question to answer; may throw a {@link Refusal} or an {@link
 *     org.widemargin.error.InputException}
 */
public record Endpoint(String path, String method, Kind kind, Function<Question, Reply> work) {
  /** How heavy the work is. */
  public enum Kind {
    /** Done at once, even where all workers are busy: somebody wants to know whether it lives. */
    AT_ONCE,
    /** Done by a worker, after those who came first. */
    COMPUTED
  }

  /** Something to look at. */
  public static Endpoint get(String path, Function<Question, Reply> work) {
    return new Endpoint(path, "GET", Kind.AT_ONCE, work);
  }

  /** Something to compute. */
  public static Endpoint compute(String path, Function<Question, Reply> work) {
    return new Endpoint(path, "POST", Kind.COMPUTED, work);
  }

  boolean allows(String asked) {
    return asked.equals(method) || (method.equals("GET") && asked.equals("HEAD"));
  }

  String allowed() {
    return method.equals("GET") ? "GET, HEAD" : method;
  }
}
