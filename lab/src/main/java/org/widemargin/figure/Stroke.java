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
  private static final List<List<Double>> PATTERNS =
      List.of(
          List.of(),
          List.of(9.0, 4.0),
          List.of(2.0, 3.5),
          List.of(11.0, 4.0, 2.0, 4.0),
          List.of(5.0, 2.5));

  Stroke {
    dashes = List.copyOf(dashes);
  }

  static Stroke solid(Ink ink, double width) {
    return new Stroke(ink, width, List.of());
  }

  /** The line of a series, told from the others by its dashes too. */
  static Stroke series(int index) {
    return new Stroke(Ink.series(index), 2.2, PATTERNS.get(index % PATTERNS.size()));
  }
}
