package org.widemargin.cli.text;

import java.util.Locale;

/** Names of files and classes, which are the user's or somebody else's. */
public final class PlainText {
  private PlainText() {}

  /** A text of which nothing can move the cursor or change colours. */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point)) {
                plain.append(String.format(Locale.ROOT, "\\u%04x", point));
              } else {
                plain.appendCodePoint(point);
              }
            });
    return plain.toString();
  }
}
