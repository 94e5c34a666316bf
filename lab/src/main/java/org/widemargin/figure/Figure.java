package org.widemargin.figure;

/** A figure as data: what is to be seen, not how it is drawn. {@link Figures} renders it. */
public sealed interface Figure
    permits LineFigure,
        ForestFigure,
        HistogramFigure,
        BoundaryFigure,
        ImageGridFigure,
        SideBySideFigure {
  /**
   * Returns the figure's title.
   *
   * @return one line
   */
  String title();

  /**
   * Says what the figure shows, for those who cannot see it.
   *
   * @return a few plain sentences
   */
  String description();
}
