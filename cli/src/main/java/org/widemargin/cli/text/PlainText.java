package org.widemargin.cli.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of files and classes, which are the user's or somebody else's. */
public final class PlainText {
  private static final Pattern KEPT = Pattern.compile("\\r\\n|[\\n\\t]");

  private PlainText() {}

  /** A text of which nothing can move the cursor or change colours. */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (isUnsafe(point)) {
                plain.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                plain.appendCodePoint(point);
              }
            });
    return plain.toString();
  }

  /** The same for several lines: line breaks and tabulators stay. */
  public static String ofLines(String text) {
    StringBuilder plain = new StringBuilder();
    Matcher kept = KEPT.matcher(text);
    int start = 0;
    while (kept.find()) {
      plain.append(of(text.substring(start, kept.start()))).append(kept.group());
      start = kept.end();
    }
    return plain.append(of(text.substring(start))).toString();
  }

  /** Controls, and what turns the direction of the text around it. */
  private static boolean isUnsafe(int point) {
    return Character.isISOControl(point)
        || (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069);
  }
}
