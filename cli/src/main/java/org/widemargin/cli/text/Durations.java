package org.widemargin.cli.text;

import java.util.Locale;

/** Times for people. */
public final class Durations {
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;

  private Durations() {}

  /** A rough time: seconds below two minutes, minutes below two hours, hours above. */
  public static String text(double seconds) {
    if (seconds < 2 * MINUTE) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    } else if (seconds < 2 * HOUR) {
      return String.format(Locale.ROOT, "%.0f min", seconds / MINUTE);
    }
    return String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
  }
}
