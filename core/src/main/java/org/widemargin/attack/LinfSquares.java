package org.widemargin.attack;

import java.util.SplittableRandom;

/**
 * The Square attack in l-inf: vertical stripes of plus or minus epsilon first, then squares that
 * are moved by twice epsilon, up or down for each channel.
 */
final class LinfSquares implements SquareProposal {
  private final double epsilon;
  private final double minimum;
  private final double maximum;
  private final SampleGrid grid;

  LinfSquares(ThreatModel threat, SampleGrid grid) {
    this.epsilon = threat.epsilon();
    this.minimum = threat.range().map(range -> range.minimum()).orElse(Double.NEGATIVE_INFINITY);
    this.maximum = threat.range().map(range -> range.maximum()).orElse(Double.POSITIVE_INFINITY);
    this.grid = grid;
  }

  @Override
  public void start(float[] origins, float[] points, int offset, SplittableRandom random) {
    for (int channel = 0; channel < grid.channels(); channel++) {
      for (int column = 0; column < grid.width(); column++) {
        double shift = random.nextBoolean() ? epsilon : -epsilon;
        for (int row = 0; row < grid.height(); row++) {
          move(origins, points, offset + grid.at(channel, row, column), shift);
        }
      }
    }
  }

  @Override
  public void change(
      float[] origins, float[] points, int offset, double share, SplittableRandom random) {
    int side = side(share);
    int height = Math.min(side, grid.height());
    int width = Math.min(grid.height() == 1 ? rowSide(share) : side, grid.width());
    int top = random.nextInt(grid.height() - height + 1);
    int left = random.nextInt(grid.width() - width + 1);
    for (int channel = 0; channel < grid.channels(); channel++) {
      double shift = random.nextBoolean() ? 2 * epsilon : -2 * epsilon;
      for (int row = top; row < top + height; row++) {
        for (int column = left; column < left + width; column++) {
          move(origins, points, offset + grid.at(channel, row, column), shift);
        }
      }
    }
  }

  private int side(double share) {
    return Math.max(1, (int) Math.round(Math.sqrt(share * grid.height() * grid.width())));
  }

  /** Features have no second dimension: the share is that of their number. */
  private int rowSide(double share) {
    return Math.max(1, (int) Math.round(share * grid.width()));
  }

  private void move(float[] origins, float[] points, int at, double shift) {
    double low = Math.max(origins[at] - epsilon, minimum);
    double high = Math.min(origins[at] + epsilon, maximum);
    points[at] = (float) Math.min(Math.max(points[at] + shift, low), high);
  }
}
