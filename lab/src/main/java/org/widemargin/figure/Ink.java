package org.widemargin.figure;

import java.util.List;

/**
 * A colour with a role, so that a page may give the role another colour on a dark background.
 *
 * @param role the role's name; in SVG the classes {@code fill-ROLE} and {@code stroke-ROLE}
 * @param rgb the colour on a light background, as 0xRRGGBB
 * @param opacity from 0 to 1
 */
record Ink(String role, int rgb, double opacity) {
  static final Ink BACKGROUND = new Ink("background", 0xffffff, 1);
  static final Ink TEXT = new Ink("text", 0x1b1f24, 1);
  static final Ink MUTED = new Ink("muted", 0x57606a, 1);
  static final Ink GRID = new Ink("grid", 0xd8dee4, 1);
  static final Ink RIGHT = new Ink("right", 0x005a9c, 1);
  static final Ink WRONG = new Ink("wrong", 0xb23c00, 1);

  /** Keeps its colour on any background: for marks on top of pictures. */
  static final Ink BLACK = new Ink("fixed", 0x111111, 1);

  static final Ink WHITE = new Ink("fixed", 0xffffff, 1);

  /**
   * Okabe and Ito's palette (2008), which colour-blind readers can tell apart, without its yellow:
   * too pale for lines.
   */
  private static final List<Ink> SERIES =
      List.of(
          new Ink("series-1", 0x0072b2, 1),
          new Ink("series-2", 0xd55e00, 1),
          new Ink("series-3", 0x009e73, 1),
          new Ink("series-4", 0x1b1f24, 1),
          new Ink("series-5", 0xcc79a7, 1),
          new Ink("series-6", 0xe69f00, 1),
          new Ink("series-7", 0x56b4e9, 1));

  /**
   * The colour of a series; they repeat after the seventh, together with other markers and dashes.
   */
  static Ink series(int index) {
    return SERIES.get(index % SERIES.size());
  }

  Ink withOpacity(double newOpacity) {
    return new Ink(role, rgb, newOpacity);
  }
}
