package org.widemargin.data;

/**
 * Which old pixels, and how much of each, make one new pixel along one direction: a triangle
 * filter.
 */
final class ResizeWeights {
  private final int[] first;
  private final float[][] weights;

  /** The value of an old pixel. */
  interface Values {
    float at(int position);
  }

  ResizeWeights(int from, int to) {
    first = new int[to];
    weights = new float[to][];
    double scale = (double) from / to;
    double radius = Math.max(1, scale);
    for (int target = 0; target < to; target++) {
      double centre = (target + 0.5) * scale - 0.5;
      first[target] = Math.max(0, (int) Math.ceil(centre - radius));
      int last = Math.min(from - 1, (int) Math.floor(centre + radius));
      weights[target] = normalised(first[target], last, centre, radius);
    }
  }

  private static float[] normalised(int first, int last, double centre, double radius) {
    double[] triangle = new double[last - first + 1];
    double total = 0;
    for (int i = 0; i < triangle.length; i++) {
      triangle[i] = Math.max(0, 1 - Math.abs(first + i - centre) / radius);
      total += triangle[i];
    }
    float[] weights = new float[triangle.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (triangle[i] / total);
    }
    return weights;
  }

  float sum(int target, Values values) {
    float sum = 0;
    for (int i = 0; i < weights[target].length; i++) {
      sum += weights[target][i] * values.at(first[target] + i);
    }
    return sum;
  }
}
