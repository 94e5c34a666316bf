package org.widemargin.cli.machine;

import org.widemargin.error.InputException;

/** How many threads to compute with. */
public final class Threads {
  private static final String VARIABLE = "OMP_NUM_THREADS";

  private Threads() {}

  /** What the launcher has chosen; outside of it, as many as there are processors. */
  public static int chosen() {
    String text = System.getenv(VARIABLE);
    if (text == null || text.isBlank()) {
      return Runtime.getRuntime().availableProcessors();
    }
    InputException.require(
        text.matches("[1-9]\\d{0,3}"),
        "expected a number of threads from 1 in %s, found '%s'",
        VARIABLE,
        text);
    return Integer.parseInt(text);
  }
}
