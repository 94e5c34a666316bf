package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ContourTest {
  private static final Axis.Range UNIT = new Axis.Range(0, 1);

  private static ScoreGrid grid(int columns, int rows, DoubleBinaryOperator score) {
    double[][] nodes = ScoreGrid.nodes(UNIT, UNIT, columns, rows);
    double[] scores = new double[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      scores[i] = score.applyAsDouble(nodes[i][0], nodes[i][1]);
    }
    return new ScoreGrid(UNIT, UNIT, columns, rows, scores);
  }

  @Test
  void followsAStraightLineExactly() {
    List<List<Point>> lines = Contour.of(grid(7, 11, (x, y) -> 0.3 + 0.4 * x - y));
    assertThat(lines).hasSize(1);
    for (Point point : lines.get(0)) {
      assertThat(point.y()).isCloseTo(0.3 + 0.4 * point.x(), within(1e-12));
    }
    Point first = lines.get(0).get(0);
    Point last = lines.get(0).get(lines.get(0).size() - 1);
    assertThat(Math.abs(first.x() - last.x())).isCloseTo(1, within(1e-12));
  }

  @Test
  void closesACircle() {
    List<List<Point>> lines =
        Contour.of(grid(101, 101, (x, y) -> Math.hypot(x - 0.5, y - 0.5) - 0.3));
    assertThat(lines).hasSize(1);
    List<Point> circle = lines.get(0);
    assertThat(circle.get(0)).isEqualTo(circle.get(circle.size() - 1));
    for (Point point : circle) {
      assertThat(Math.hypot(point.x() - 0.5, point.y() - 0.5)).isCloseTo(0.3, within(1e-3));
    }
  }

  @Test
  void separatesTheCornersOfASaddle() {
    double[] saddle = {1, -1, -1, 1};
    assertThat(Contour.of(new ScoreGrid(UNIT, UNIT, 2, 2, saddle))).hasSize(2);
    // The mean is positive: the negative corners are cut off, lower right and upper left.
    double[] tilted = {3, -1, -1, 3};
    for (List<Point> line : Contour.of(new ScoreGrid(UNIT, UNIT, 2, 2, tilted))) {
      double side = line.get(0).x() - line.get(0).y();
      assertThat(line).allMatch(point -> (point.x() - point.y()) * side > 0);
    }
  }

  @Test
  void findsNothingWhereThereIsNoBoundary() {
    assertThat(Contour.of(grid(5, 5, (x, y) -> 1))).isEmpty();
    assertThat(Contour.of(grid(5, 5, (x, y) -> 0))).isEmpty();
  }

  /** On random grids every crossing is used and consecutive points share a cell. */
  @Test
  void walksFromCellToCell() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ScoreGrid grid = grid(12, 9, (x, y) -> random.nextDouble() - 0.5);
    int crossings = 0;
    for (int row = 0; row < 9; row++) {
      for (int column = 0; column < 12; column++) {
        boolean here = grid.at(column, row) >= 0;
        crossings += column < 11 && here != grid.at(column + 1, row) >= 0 ? 1 : 0;
        crossings += row < 8 && here != grid.at(column, row + 1) >= 0 ? 1 : 0;
      }
    }
    int found = 0;
    for (List<Point> line : Contour.of(grid)) {
      boolean closed = line.get(0).equals(line.get(line.size() - 1));
      found += line.size() - (closed ? 1 : 0);
      for (int i = 1; i < line.size(); i++) {
        double dx = Math.abs(line.get(i).x() - line.get(i - 1).x()) * 11;
        double dy = Math.abs(line.get(i).y() - line.get(i - 1).y()) * 8;
        assertThat(Math.max(dx, dy)).as("seed %d", seed).isLessThanOrEqualTo(1 + 1e-9);
      }
    }
    assertThat(found).as("seed %d", seed).isEqualTo(crossings);
  }
}
