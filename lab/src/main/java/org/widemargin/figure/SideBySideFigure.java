package org.widemargin.figure;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Figures beside each other on one sheet, to be compared.
 *
 * @param title the title of them all, for those who cannot see it; each shows its own
 * @param figures from left to right, at least one
 */
public record SideBySideFigure(String title, List<Figure> figures) implements Figure {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no figure
   */
  public SideBySideFigure {
    Objects.requireNonNull(title);
    figures = List.copyOf(figures);
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("expected at least one figure in '" + title + "'");
    }
  }

  @Override
  public String description() {
    return figures.stream()
        .map(figure -> figure.title() + ": " + figure.description())
        .collect(Collectors.joining(" "));
  }
}
