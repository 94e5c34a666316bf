package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;

/** Fills a sheet from top to bottom: title, plot, legend. */
final class Sheet {
  static final double MARGIN = 12;

  private static final double LEGEND_KEY = 34;
  private static final double KEY_GAP = 8;
  private static final double LEGEND_GAP = 18;

  private final double width;
  private final List<Mark> marks = new ArrayList<>();
  private double cursor = MARGIN;

  Sheet(double width) {
    this.width = width;
  }

  /** How far down the sheet is filled. */
  double cursor() {
    return cursor;
  }

  void skip(double height) {
    cursor += height;
  }

  void add(Mark mark) {
    marks.add(mark);
  }

  void addAll(List<? extends Mark> more) {
    marks.addAll(more);
  }

  /** Text over the sheet's width, in as many lines as it needs. */
  void text(String text, TextStyle style, Ink ink, Mark.Anchor anchor) {
    double x =
        switch (anchor) {
          case START -> MARGIN;
          case MIDDLE -> width / 2;
          case END -> width - MARGIN;
        };
    for (String line : style.wrap(text, width - 2 * MARGIN)) {
      cursor += style.size();
      marks.add(new Mark.Label(line, new Point(x, cursor), style, anchor, ink));
      cursor += style.lineHeight() - style.size();
    }
  }

  /** An entry of the legend. */
  interface Key {
    /** The sample to the left of the name, between two points of equal height. */
    List<Mark> draw(Point from, Point to);
  }

  /**
   * One entry of the legend.
   *
   * @param name the text
   * @param key the sample beside it
   */
  record Entry(String name, Key key) {}

  /** The legend in rows; a name too long for the sheet takes several lines. */
  void legend(List<Entry> entries) {
    TextStyle style = TextStyle.NORMAL;
    double room = width - 2 * MARGIN - LEGEND_KEY - KEY_GAP;
    double x = MARGIN;
    double rowHeight = 0;
    for (Entry entry : entries) {
      List<String> lines = style.wrap(entry.name(), room);
      double textWidth = lines.stream().mapToDouble(style::width).max().orElse(0);
      double needed = LEGEND_KEY + KEY_GAP + textWidth;
      if (x > MARGIN && x + needed > width - MARGIN) {
        x = MARGIN;
        cursor += rowHeight;
        rowHeight = 0;
      }
      legendEntry(entry.key(), lines, x);
      rowHeight = Math.max(rowHeight, lines.size() * style.lineHeight() + 3);
      x += needed + LEGEND_GAP;
    }
    cursor += rowHeight;
  }

  private void legendEntry(Key key, List<String> lines, double x) {
    TextStyle style = TextStyle.NORMAL;
    double middle = cursor + style.lineHeight() / 2;
    marks.addAll(key.draw(new Point(x, middle), new Point(x + LEGEND_KEY, middle)));
    for (int line = 0; line < lines.size(); line++) {
      double baseline = middle + style.size() * 0.35 + line * style.lineHeight();
      Point at = new Point(x + LEGEND_KEY + KEY_GAP, baseline);
      marks.add(new Mark.Label(lines.get(line), at, style, Mark.Anchor.START, Ink.TEXT));
    }
  }

  /** The finished drawing, on a background. */
  Drawing finish(Figure figure) {
    double height = Math.ceil(cursor + MARGIN);
    List<Mark> all = new ArrayList<>();
    all.add(Mark.Path.rectangle(0, 0, width, height, null, Ink.BACKGROUND));
    all.addAll(marks);
    return new Drawing(width, height, figure.title(), figure.description(), all);
  }
}
