package org.widemargin.figure;

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

  Ink withOpacity(double newOpacity) {
    return new Ink(role, rgb, newOpacity);
  }
}
