package org.widemargin.cli;

import java.time.LocalDate;
import java.time.ZoneId;

/** The last line of a page: what made it, and when. */
final class PageFooter {
  private PageFooter() {}

  /** Names the program, today and the threads. */
  static String of() {
    return of("");
  }

  /** Names the program, today, the seed of the attacks and the threads. */
  static String of(long seed) {
    return of(", seed " + seed);
  }

  private static String of(String draws) {
    return "widemargin %s, %s%s, %d threads"
        .formatted(
            Version.current(), LocalDate.now(ZoneId.systemDefault()), draws, Threads.chosen());
  }
}
