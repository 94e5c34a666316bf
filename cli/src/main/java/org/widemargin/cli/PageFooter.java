package org.widemargin.cli;

import java.time.LocalDate;
import java.time.ZoneId;

/** The last line of a page: what made it, and when. */
final class PageFooter {
  private PageFooter() {}

  /** Names the program, today, the seed of the attacks and the threads. */
  static String of(long seed) {
    return "widemargin %s, %s, seed %d, %d threads"
        .formatted(
            Version.current(), LocalDate.now(ZoneId.systemDefault()), seed, Threads.chosen());
  }
}
