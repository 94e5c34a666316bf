package org.widemargin.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Text and numbers as they are written into SVG and HTML. */
public final class Markup {
  private static final char REPLACEMENT = '\ufffd';

  private Markup() {}

  /**
   * Makes any text safe as an element's content and as a quoted attribute's value.
   *
   * @param text the text; characters that XML does not allow become U+FFFD
   * @return the text with {@code & < > " '} as references
   */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> escapeInto(escaped, codePoint));
    return escaped.toString();
  }

  /** A coordinate with at most two decimals, the same in every locale. */
  static String number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private static void escapeInto(StringBuilder escaped, int codePoint) {
    switch (codePoint) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      default -> escaped.appendCodePoint(isAllowed(codePoint) ? codePoint : REPLACEMENT);
    }
  }

  /** XML 1.0, production 2. */
  private static boolean isAllowed(int codePoint) {
    return codePoint == '\t'
        || codePoint == '\n'
        || codePoint == '\r'
        || (codePoint >= 0x20 && codePoint <= 0xd7ff)
        || (codePoint >= 0xe000 && codePoint <= 0xfffd)
        || codePoint >= 0x10000;
  }
}
