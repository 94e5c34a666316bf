package org.widemargin.figure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The lines along which a grid of scores is 0, by marching squares.
 *
 * <p>A line crosses each side between two nodes at most once, so a crossing is known by its side's
 * number. Each cell joins the crossings of its sides in pairs; following the pairs from cell to
 * cell gives whole lines.
 */
final class Contour {
  private final ScoreGrid grid;
  private final Map<Integer, List<Integer>> neighbours = new TreeMap<>();
  private final Map<Integer, Point> crossings = new HashMap<>();

  private Contour(ScoreGrid grid) {
    this.grid = grid;
  }

  /**
   * The lines, in shares of the grid's extent: (0,0) is its lower left, (1,1) its upper right
   * corner.
   */
  static List<List<Point>> of(ScoreGrid grid) {
    Contour contour = new Contour(grid);
    for (int row = 0; row + 1 < grid.rows(); row++) {
      for (int column = 0; column + 1 < grid.columns(); column++) {
        contour.joinInCell(column, row);
      }
    }
    return contour.follow();
  }

  private void joinInCell(int column, int row) {
    List<Integer> sides = new ArrayList<>();
    addCrossing(sides, column, row, true);
    addCrossing(sides, column + 1, row, false);
    addCrossing(sides, column, row + 1, true);
    addCrossing(sides, column, row, false);
    if (sides.size() == 2) {
      join(sides.get(0), sides.get(1));
    } else if (sides.size() == 4) {
      joinSaddle(sides, column, row);
    }
  }

  /**
   * Four crossings: the cell's mean decides which corners belong together. Sides: lower, right,
   * upper, left.
   */
  private void joinSaddle(List<Integer> sides, int column, int row) {
    double mean =
        (grid.at(column, row)
                + grid.at(column + 1, row)
                + grid.at(column, row + 1)
                + grid.at(column + 1, row + 1))
            / 4;
    boolean cornerLikeMean = (mean >= 0) == (grid.at(column, row) >= 0);
    int lowerWith = cornerLikeMean ? 1 : 3;
    join(sides.get(0), sides.get(lowerWith));
    join(sides.get(2), sides.get(4 - lowerWith));
  }

  private void addCrossing(List<Integer> sides, int column, int row, boolean horizontal) {
    double from = grid.at(column, row);
    double to = horizontal ? grid.at(column + 1, row) : grid.at(column, row + 1);
    if ((from >= 0) == (to >= 0)) {
      return;
    }
    double share = from / (from - to);
    double x = column + (horizontal ? share : 0);
    double y = row + (horizontal ? 0 : share);
    int side = 2 * (row * grid.columns() + column) + (horizontal ? 0 : 1);
    crossings.put(side, new Point(x / (grid.columns() - 1), y / (grid.rows() - 1)));
    sides.add(side);
  }

  private void join(int one, int other) {
    neighbours.computeIfAbsent(one, side -> new ArrayList<>()).add(other);
    neighbours.computeIfAbsent(other, side -> new ArrayList<>()).add(one);
  }

  /**
   * Each crossing has one neighbour (at the grid's edge) or two, so every line is open or closed.
   */
  private List<List<Point>> follow() {
    List<List<Point>> lines = new ArrayList<>();
    for (Integer start : List.copyOf(neighbours.keySet())) {
      Deque<Point> line = new ArrayDeque<>();
      walk(start, line, true);
      walk(start, line, false);
      if (line.size() > 1) {
        lines.add(List.copyOf(line));
      }
    }
    return lines;
  }

  /** Follows the line from a crossing in one direction, using up the joins on the way. */
  private void walk(Integer start, Deque<Point> line, boolean forward) {
    Integer here = start;
    if (forward) {
      line.addLast(crossing(here));
    }
    List<Integer> next = joinsOf(here);
    while (!next.isEmpty()) {
      Integer there = next.remove(0);
      joinsOf(there).remove(here);
      if (forward) {
        line.addLast(crossing(there));
      } else {
        line.addFirst(crossing(there));
      }
      here = there;
      next = joinsOf(here);
    }
  }

  private Point crossing(Integer side) {
    return Objects.requireNonNull(crossings.get(side));
  }

  private List<Integer> joinsOf(Integer side) {
    return Objects.requireNonNull(neighbours.get(side));
  }
}
