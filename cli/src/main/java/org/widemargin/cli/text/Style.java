package org.widemargin.cli.text;

import picocli.CommandLine.Help.Ansi;

/**
 * How a part of a text stands out on a terminal.
 *
 * <p>Parts are marked by characters that are no characters of any text (Unicode's noncharacters).
 * Only these become codes for the terminal; a code that a name brings along is shown, not obeyed.
 */
public enum Style {
  BOLD('\ufdd0', "1"),
  GREEN('\ufdd1', "32"),
  YELLOW('\ufdd2', "1;33"),
  RED('\ufdd3', "1;31");

  private static final char END = '\ufdef';
  private static final String ESCAPE = "\u001b[";

  private final char mark;
  private final String code;

  Style(char mark, String code) {
    this.mark = mark;
    this.code = code;
  }

  /** A text in this style, for {@link Console} to print. */
  public String of(String text) {
    return mark + text + END;
  }

  /** What to print: marked parts as codes, or without a trace of them. */
  static String render(String text, Ansi colours) {
    String rendered = PlainText.ofLines(text);
    for (Style style : values()) {
      rendered =
          rendered.replace(
              String.valueOf(style.mark), colours.enabled() ? ESCAPE + style.code + "m" : "");
    }
    return rendered.replace(String.valueOf(END), colours.enabled() ? ESCAPE + "0m" : "");
  }
}
