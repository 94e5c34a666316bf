package org.widemargin.cli.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.widemargin.error.OneLine;

/** Names of files and classes, which are the user's or somebody else's. */
public final class PlainText {
  private static final Pattern KEPT = Pattern.compile("\\r\\n|[\\n\\t]");

  private PlainText() {}

  /** A text of which nothing can move the cursor or change colours. */
  public static String of(String text) {
    return OneLine.escaped(text);
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
}
