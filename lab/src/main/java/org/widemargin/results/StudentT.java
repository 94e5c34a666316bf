package org.widemargin.results;

/**
 * Student's t distribution for whole degrees of freedom, by the finite sums of Abramowitz and
 * Stegun (26.7.3 and 26.7.4).
 */
final class StudentT {
  private static final int BISECTIONS = 200;

  private StudentT() {}

  /**
   * How far from 0 a share of the distribution reaches.
   *
   * @param share above 0 and below 1, such as 0.95
   * @param degrees of freedom, at least 1
   * @return t, so that the share lies between -t and t
   */
  static double reach(double share, int degrees) {
    double below = 0;
    double above = 1;
    while (within(above, degrees) < share) {
      above *= 2;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (below + above) / 2;
      if (within(middle, degrees) < share) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return (below + above) / 2;
  }

  /** The share of the distribution between -t and t. */
  static double within(double t, int degrees) {
    double angle = Math.atan(t / Math.sqrt(degrees));
    double cosine = Math.cos(angle);
    if (degrees == 1) {
      return 2 * angle / Math.PI;
    }
    boolean odd = degrees % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = term;
    for (int k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
      term *= cosine * cosine * (k - 1) / k;
      sum += term;
    }
    return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  }
}
