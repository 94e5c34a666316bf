package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;

/** Lays out a {@link SideBySideFigure}. */
final class SideBySideDrawing {
  private SideBySideDrawing() {}

  /**
   * Places drawings from left to right.
   *
   * @param figure what they belong to
   * @param parts its figures, drawn
   */
  static Drawing of(SideBySideFigure figure, List<Drawing> parts) {
    List<Mark> marks = new ArrayList<>();
    double width = 0;
    double height = 0;
    for (Drawing part : parts) {
      double left = width;
      part.marks().forEach(mark -> marks.add(mark.movedRight(left)));
      width += part.width();
      height = Math.max(height, part.height());
    }
    return new Drawing(width, height, figure.title(), figure.description(), marks);
  }
}
