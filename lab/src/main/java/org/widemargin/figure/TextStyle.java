package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * Size and weight of a text, and how much room it takes.
 *
 * <p>Widths come from a table, not from the machine's fonts, so that a figure is laid out the same
 * everywhere. The table is that of DejaVu Sans, the widest of the usual fonts: with another one,
 * texts only get shorter.
 *
 * @param size the font size; 15 stays legible when a figure is shrunk to a phone's width
 * @param bold whether the text is bold
 */
record TextStyle(double size, boolean bold) {
  static final TextStyle TITLE = new TextStyle(18, true);
  static final TextStyle HEADING = new TextStyle(15, true);
  static final TextStyle NORMAL = new TextStyle(15, false);

  private static final int FIRST = ' ';
  private static final double BOLD_FACTOR = 1.13;

  /** Advance widths of the characters from 32 to 126, in hundredths of the font size. */
  private static final int[] WIDTHS = {
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84
  };

  private static final int OTHER_WIDTH = 70;

  /** The width of a text on one line. */
  double width(String text) {
    double hundredths = text.codePoints().mapToDouble(TextStyle::widthOf).sum();
    return hundredths / 100 * size * (bold ? BOLD_FACTOR : 1);
  }

  double lineHeight() {
    return size * 1.3;
  }

  /** Breaks a text between words into lines; a single word that is too wide keeps its line. */
  List<String> wrap(String text, double width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (line.length() > 0 && width(line + " " + word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static int widthOf(int codePoint) {
    int index = codePoint - FIRST;
    return index >= 0 && index < WIDTHS.length ? WIDTHS[index] : OTHER_WIDTH;
  }
}
