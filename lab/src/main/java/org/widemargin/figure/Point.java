package org.widemargin.figure;

/**
 * A place in a drawing.
 *
 * @param x from the left
 * @param y from the top
 */
record Point(double x, double y) {}
