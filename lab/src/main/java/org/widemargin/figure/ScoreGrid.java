package org.widemargin.figure;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a two-class classifier decides over a rectangle of the plane: the score of the second class
 * less that of the first, on a regular grid whose outermost nodes lie on the rectangle's sides.
 */
public final class ScoreGrid {
  private final Axis.Range x;
  private final Axis.Range y;
  private final int columns;
  private final int rows;
  private final double[] differences;

  /**
   * Copies the scores.
   *
   * @param x the rectangle's extent from left to right
   * @param y its extent from bottom to top
   * @param columns nodes from left to right, at least 2
   * @param rows nodes from bottom to top, at least 2
   * @param differences score of the second class less score of the first, as {@code [rows,
   *     columns]}, in the order of {@link #nodes}; 0 counts as the second class
   * @throws IllegalArgumentException if the grid is too small, the number of scores does not fit,
   *     or one is not finite
   */
  public ScoreGrid(Axis.Range x, Axis.Range y, int columns, int rows, double[] differences) {
    requireSize(columns, rows);
    if (differences.length != (long) columns * rows) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "expected %d x %d scores, found %d", rows, columns, differences.length));
    }
    if (!Arrays.stream(differences).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("expected finite scores");
    }
    this.x = x;
    this.y = y;
    this.columns = columns;
    this.rows = rows;
    this.differences = differences.clone();
  }

  /**
   * Returns the points at which a classifier must be evaluated for a grid.
   *
   * @param x the rectangle's extent from left to right
   * @param y its extent from bottom to top
   * @param columns nodes from left to right, at least 2
   * @param rows nodes from bottom to top, at least 2
   * @return pairs of coordinates, {@code [rows * columns, 2]}, row by row from the lower left
   *     corner
   */
  public static double[][] nodes(Axis.Range x, Axis.Range y, int columns, int rows) {
    requireSize(columns, rows);
    double[][] nodes = new double[Math.multiplyExact(rows, columns)][];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        nodes[row * columns + column] =
            new double[] {between(x, column, columns), between(y, row, rows)};
      }
    }
    return nodes;
  }

  /**
   * Returns the extent from left to right.
   *
   * @return the range of the first coordinate
   */
  public Axis.Range x() {
    return x;
  }

  /**
   * Returns the extent from bottom to top.
   *
   * @return the range of the second coordinate
   */
  public Axis.Range y() {
    return y;
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /** The difference at a node. */
  double at(int column, int row) {
    return differences[row * columns + column];
  }

  /** The difference between nodes, interpolated; both shares run from 0 to 1 over the grid. */
  double interpolate(double shareX, double shareY) {
    double gridX = shareX * (columns - 1);
    double gridY = shareY * (rows - 1);
    int column = Math.min((int) gridX, columns - 2);
    int row = Math.min((int) gridY, rows - 2);
    double dx = gridX - column;
    double dy = gridY - row;
    double lower = at(column, row) * (1 - dx) + at(column + 1, row) * dx;
    double upper = at(column, row + 1) * (1 - dx) + at(column + 1, row + 1) * dx;
    return lower * (1 - dy) + upper * dy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreGrid that
        && x.equals(that.x)
        && y.equals(that.y)
        && columns == that.columns
        && rows == that.rows
        && Arrays.equals(differences, that.differences);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * x.hashCode() + y.hashCode()) + Arrays.hashCode(differences);
  }

  @Override
  public String toString() {
    return "ScoreGrid [" + rows + ", " + columns + "]";
  }

  private static void requireSize(int columns, int rows) {
    if (columns < 2 || rows < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "expected at least 2 columns and rows, found %d, %d", columns, rows));
    }
  }

  private static double between(Axis.Range range, int index, int count) {
    return range.low() + (range.high() - range.low()) * index / (count - 1);
  }
}
