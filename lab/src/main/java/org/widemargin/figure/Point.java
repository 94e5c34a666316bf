package org.widemargin.figure;

/**
 * A place in a drawing.
 *
 * @param x from the left
 * @param y from the top
 */
record Point(double x, double y) {
  /** The same height, farther to the right. */
  Point movedRight(double distance) {
    return new Point(x + distance, y);
  }
}
