package org.widemargin.torch;

import java.util.function.Supplier;

/** Processes that compute together have lost each other, or never met. */
public final class CollectivesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private CollectivesException(String message) {
    super(message);
  }

  /** Native failures come with a C++ stack; their first line says what happened. */
  static <T> T explained(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new CollectivesException(line.replaceFirst("^\\[\\S*/\\S+] ", ""));
    }
  }
}
