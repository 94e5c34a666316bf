package org.widemargin.error;

import java.util.Locale;

/**
 * Text of which parts come from files and names, brought to one line that a terminal only shows.
 */
public final class OneLine {
  /** Longer than any message that was written on purpose. */
  private static final int LONGEST = 20_000;

  private OneLine() {}

  /**
   * The text with line breaks, controls and turns of direction written as their numbers; of a very
   * long one the beginning and the end.
   */
  static String of(String text) {
    if (text.length() <= LONGEST) {
      return escaped(text);
    }
    int half = LONGEST / 2;
    return escaped(text.substring(0, half) + " ... " + text.substring(text.length() - half));
  }

  /**
   * The text with line breaks, controls and turns of direction written as their numbers.
   *
   * @param text of any length, which may come from a stranger
   * @return a text of which nothing can move the cursor, change colours or turn what is around it
   */
  public static String escaped(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (isUnsafe(point)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                line.appendCodePoint(point);
              }
            });
    return line.toString();
  }

  private static boolean isUnsafe(int point) {
    return Character.isISOControl(point)
        || point == 0x2028
        || point == 0x2029
        || (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069);
  }
}
