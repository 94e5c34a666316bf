package org.widemargin.cli.text;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.widemargin.cli.machine.Threads;
import org.widemargin.run.LibraryVersion;

/** The last line of a page: what made it, and when. */
public final class PageFooter {
  private PageFooter() {}

  /** Names the program, today and the threads. */
  public static String of() {
    return of("");
  }

  /** Names the program, today, the seed of the attacks and the threads. */
  public static String of(long seed) {
    return of(", seed " + seed);
  }

  private static String of(String draws) {
    return String.format(
        Locale.ROOT,
        "widemargin %s, %s%s, %d threads",
        LibraryVersion.current(),
        LocalDate.now(ZoneId.systemDefault()),
        draws,
        Threads.chosen());
  }
}
