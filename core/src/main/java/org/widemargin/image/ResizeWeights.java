package org.widemargin.image;

/**
 * Which old pixels, and how much of each, make one new pixel along one direction: a triangle
 * filter, as wide as the reduction.
 */
final class ResizeWeights {
  private final int[] first;
  private final float[][] weights;

  /** Of a whole direction. */
  ResizeWeights(int from, int to) {
    this(from, to, 0, to);
  }

  /**
   * Of a part of the new pixels alone, so that what is cut off is never computed.
   *
   * @param from how many old pixels there are
   * @param to how many new pixels the whole would have
   * @param start the first new pixel that is wanted
   * @param count how many are wanted
   */
  ResizeWeights(int from, int to, int start, int count) {
    first = new int[count];
    weights = new float[count][];
    double scale = (double) from / to;
    double radius = Math.max(1, scale);
    for (int target = 0; target < count; target++) {
      double centre = (start + target + 0.5) * scale - 0.5;
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

  /** How many new pixels there are. */
  int count() {
    return first.length;
  }

  /** The sum of unsigned bytes, of which neighbours are next to each other. */
  float sum(int target, byte[] values, int offset) {
    float[] own = weights[target];
    int start = offset + first[target];
    float sum = 0;
    for (int i = 0; i < own.length; i++) {
      sum += own[i] * (values[start + i] & 0xff);
    }
    return sum;
  }

  /** The sum of numbers, of which neighbours are a stride apart. */
  float sum(int target, float[] values, int offset, int stride) {
    float[] own = weights[target];
    int start = offset + first[target] * stride;
    float sum = 0;
    for (int i = 0; i < own.length; i++) {
      sum += own[i] * values[start + i * stride];
    }
    return sum;
  }
}
