package org.widemargin.figure;

import java.util.List;

/**
 * How a line is drawn.
 *
 * @param ink its colour
 * @param width its width
 * @param dashes lengths of dashes and gaps; empty for a solid line
 */
record Stroke(Ink ink, double width, List<Double> dashes) {
  Stroke {
    dashes = List.copyOf(dashes);
  }

  static Stroke solid(Ink ink, double width) {
    return new Stroke(ink, width, List.of());
  }
}
