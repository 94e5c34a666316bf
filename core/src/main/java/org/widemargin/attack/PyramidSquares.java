package org.widemargin.attack;

import java.util.SplittableRandom;
import org.widemargin.norm.Norm;

/**
 * The Square attack in l2, and by the same rule in l1: the change of one window is replaced by a
 * pyramid-shaped one which takes over the norm of another window, which is cleared, and what the
 * budget still leaves.
 */
final class PyramidSquares implements SquareProposal {
  private static final double FLOOR = 1e-12;
  private static final int LEAST_SIDE = 3;

  /** The start is a chessboard of so many fields in each direction. */
  private static final int FIELDS = 5;

  private final ThreatModel threat;
  private final double p;
  private final SampleGrid grid;

  PyramidSquares(ThreatModel threat, SampleGrid grid) {
    this.threat = threat;
    this.p = threat.norm().equals(Norm.L2) ? 2 : 1;
    this.grid = grid;
  }

  /** A window of the image. */
  private record Window(int top, int left, int height, int width) {
    boolean holds(int row, int column) {
      return row >= top && row < top + height && column >= left && column < left + width;
    }
  }

  @Override
  public void start(float[] origins, float[] points, int offset, SplittableRandom random) {
    double[] step = new double[grid.elements()];
    int height = Math.max(1, grid.height() / FIELDS);
    int width = Math.max(1, grid.width() / FIELDS);
    for (int top = 0; top + height <= grid.height(); top += height) {
      for (int left = 0; left + width <= grid.width(); left += width) {
        Window window = new Window(top, left, height, width);
        for (int channel = 0; channel < grid.channels(); channel++) {
          add(step, window, channel, shape(window, random), random.nextBoolean() ? 1 : -1);
        }
      }
    }
    write(origins, points, offset, step);
  }

  @Override
  public void change(
      float[] origins, float[] points, int offset, double share, SplittableRandom random) {
    double[] step = new double[grid.elements()];
    for (int i = 0; i < step.length; i++) {
      step[i] = (double) points[offset + i] - origins[offset + i];
    }
    Window target = window(share, random);
    Window source = window(share, random);
    double left = Math.max(Math.pow(threat.epsilon(), p) - power(step), 0) / grid.channels();
    for (int channel = 0; channel < grid.channels(); channel++) {
      double budget = left + powerOfEither(step, channel, target, source);
      double[] pyramid = mixed(step, channel, target, random);
      clear(step, channel, source);
      clear(step, channel, target);
      add(step, target, channel, pyramid, Math.pow(budget, 1 / p));
    }
    write(origins, points, offset, step);
  }

  private Window window(double share, SplittableRandom random) {
    int side = (int) Math.round(Math.sqrt(share * grid.height() * grid.width()));
    side = Math.max(LEAST_SIDE, side);
    side += side % 2 == 0 ? 1 : 0;
    int height = Math.min(side, grid.height());
    int width = Math.min(side, grid.width());
    return new Window(
        random.nextInt(grid.height() - height + 1),
        random.nextInt(grid.width() - width + 1),
        height,
        width);
  }

  /** A pyramid of random sign upon the window's present change, of length 1. */
  private double[] mixed(double[] step, int channel, Window window, SplittableRandom random) {
    double[] pyramid = shape(window, random);
    int sign = random.nextBoolean() ? 1 : -1;
    double length = FLOOR + Math.pow(powerIn(step, channel, window), 1 / p);
    int i = 0;
    for (int row = window.top(); row < window.top() + window.height(); row++) {
      for (int column = window.left(); column < window.left() + window.width(); column++) {
        pyramid[i] = sign * pyramid[i] + step[grid.at(channel, row, column)] / length;
        i++;
      }
    }
    return unit(pyramid);
  }

  /** Two pyramids side by side or one above the other, one of them upside down, of length 1. */
  private double[] shape(Window window, SplittableRandom random) {
    boolean upright = random.nextBoolean();
    int height = upright ? window.height() : window.width();
    int width = upright ? window.width() : window.height();
    int half = height / 2;
    double[] upper = pyramid(half, width);
    double[] lower = pyramid(height - half, width);
    double[] shape = new double[height * width];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double value =
            row < half ? upper[row * width + column] : -lower[(row - half) * width + column];
        shape[upright ? row * width + column : column * height + row] = value;
      }
    }
    return unit(shape);
  }

  /** Rectangles within rectangles, each lower by the square of its rank, of length 1. */
  private double[] pyramid(int height, int width) {
    double[] pyramid = new double[height * width];
    int centreRow = height / 2;
    int centreColumn = width / 2;
    for (int ring = 0; ring <= Math.max(centreRow, centreColumn); ring++) {
      for (int row = Math.max(0, centreRow - ring);
          row < Math.min(height, centreRow + ring + 1);
          row++) {
        for (int column = Math.max(0, centreColumn - ring);
            column < Math.min(width, centreColumn + ring + 1);
            column++) {
          pyramid[row * width + column] += 1.0 / ((ring + 1) * (ring + 1));
        }
      }
    }
    return unit(pyramid);
  }

  private double[] unit(double[] values) {
    double length = FLOOR + Math.pow(power(values), 1 / p);
    for (int i = 0; i < values.length; i++) {
      values[i] /= length;
    }
    return values;
  }

  private void add(double[] step, Window window, int channel, double[] shape, double weight) {
    int i = 0;
    for (int row = window.top(); row < window.top() + window.height(); row++) {
      for (int column = window.left(); column < window.left() + window.width(); column++) {
        step[grid.at(channel, row, column)] += weight * shape[i++];
      }
    }
  }

  private void clear(double[] step, int channel, Window window) {
    for (int row = window.top(); row < window.top() + window.height(); row++) {
      for (int column = window.left(); column < window.left() + window.width(); column++) {
        step[grid.at(channel, row, column)] = 0;
      }
    }
  }

  private double power(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += p == 2 ? value * value : Math.abs(value);
    }
    return sum;
  }

  private double powerIn(double[] step, int channel, Window window) {
    return powerOfEither(step, channel, window, window);
  }

  private double powerOfEither(double[] step, int channel, Window a, Window b) {
    double sum = 0;
    for (int row = 0; row < grid.height(); row++) {
      for (int column = 0; column < grid.width(); column++) {
        if (a.holds(row, column) || b.holds(row, column)) {
          double value = step[grid.at(channel, row, column)];
          sum += p == 2 ? value * value : Math.abs(value);
        }
      }
    }
    return sum;
  }

  /** Scales the step to epsilon, then clips to the range. */
  private void write(float[] origins, float[] points, int offset, double[] step) {
    double scale = threat.epsilon() / (FLOOR + Math.pow(power(step), 1 / p));
    for (int i = 0; i < step.length; i++) {
      double value = origins[offset + i] + scale * step[i];
      points[offset + i] =
          (float) threat.range().map(range -> range.clamp(value)).orElse(value).doubleValue();
    }
  }
}
