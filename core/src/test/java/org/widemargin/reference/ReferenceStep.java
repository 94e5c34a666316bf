package org.widemargin.reference;

/**
 * The shortest step, in a p-norm, onto a hyperplane: the delta with a . delta = b and least
 * ||delta||_p, also within bounds on every coordinate of delta.
 *
 * <p>Without bounds delta = t * direction, where the direction is the one in which Hoelder's
 * inequality is an equality: sign(b a_j) |a_j|^(q-1); for p = infinity the sign alone, for p = 1
 * only the first of the largest |a_j|. With bounds (the Karush-Kuhn-Tucker conditions of the convex
 * problem) a coordinate that reaches its bound stays there while t grows on; for p = 1 coordinates
 * are used up to their bounds in the order of falling |a_j|. If a . delta = b cannot be reached,
 * every coordinate that helps is at its bound. If a is zero, or b is, the step is zero.
 */
public final class ReferenceStep {
  private ReferenceStep() {}

  /** The shortest step without bounds. */
  public static double[] shortest(double[] a, double b, double p) {
    double[] direction = direction(a, b, p);
    double rate = dot(a, direction);
    double[] delta = new double[a.length];
    if (rate == 0) {
      return delta;
    }
    for (int j = 0; j < a.length; j++) {
      delta[j] = direction[j] * (b / rate);
    }
    return delta;
  }

  /**
   * The shortest step with {@code lower[j] <= delta[j] <= upper[j]}; zero must be within the
   * bounds.
   */
  public static double[] shortestWithin(
      double[] a, double b, double p, double[] lower, double[] upper) {
    for (int j = 0; j < a.length; j++) {
      if (!(lower[j] <= 0 && upper[j] >= 0)) {
        throw new IllegalArgumentException(
            "zero is not within the bounds "
                + lower[j]
                + " to "
                + upper[j]
                + " of coordinate "
                + j);
      }
    }
    double[] corner = corner(a, b, lower, upper);
    if (Math.abs(dot(a, corner)) <= Math.abs(b)) {
      return corner;
    }
    return p == 1 ? greedy(a, b, corner) : bisected(a, b, direction(a, b, p), lower, upper);
  }

  /**
   * sign(b a_j) |a_j / max|a||^(q-1), the power that of the smallest p-norm at a given a . delta.
   */
  private static double[] direction(double[] a, double b, double p) {
    double[] direction = new double[a.length];
    double largest = ReferenceNorm.norm(a, Double.POSITIVE_INFINITY);
    if (largest == 0) {
      return direction;
    }
    if (p == 1) {
      int first = firstLargest(a, new boolean[a.length]);
      direction[first] = Math.signum(b) * Math.signum(a[first]);
      return direction;
    }
    double power = ReferenceNorm.dualExponent(p) - 1;
    for (int j = 0; j < a.length; j++) {
      double sign = Math.signum(b) * Math.signum(a[j]);
      direction[j] = sign * Math.pow(Math.abs(a[j]) / largest, power);
    }
    return direction;
  }

  /** Every coordinate at the bound towards which a . delta moves to b. */
  private static double[] corner(double[] a, double b, double[] lower, double[] upper) {
    double[] corner = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      double sign = Math.signum(b) * Math.signum(a[j]);
      corner[j] = sign > 0 ? upper[j] : sign < 0 ? lower[j] : 0;
    }
    return corner;
  }

  private static double[] greedy(double[] a, double b, double[] corner) {
    double[] delta = new double[a.length];
    boolean[] used = new boolean[a.length];
    double missing = b;
    for (int round = 0; round < a.length; round++) {
      int j = firstLargest(a, used);
      used[j] = true;
      if (Math.abs(a[j] * corner[j]) >= Math.abs(missing)) {
        delta[j] = a[j] == 0 ? 0 : missing / a[j];
        return delta;
      }
      delta[j] = corner[j];
      missing -= a[j] * corner[j];
    }
    return delta;
  }

  /**
   * The clipped multiple of the direction with a . delta = b, to the last bit of t: a . delta only
   * grows with t.
   */
  private static double[] bisected(
      double[] a, double b, double[] direction, double[] lower, double[] upper) {
    double low = 0;
    double high = 1;
    while (Math.abs(dot(a, clipped(direction, high, lower, upper))) < Math.abs(b)) {
      high *= 2;
    }
    double middle = (low + high) / 2;
    while (low < middle && middle < high) {
      if (Math.abs(dot(a, clipped(direction, middle, lower, upper))) < Math.abs(b)) {
        low = middle;
      } else {
        high = middle;
      }
      middle = (low + high) / 2;
    }
    return clipped(direction, high, lower, upper);
  }

  private static double[] clipped(double[] direction, double t, double[] lower, double[] upper) {
    double[] delta = new double[direction.length];
    for (int j = 0; j < delta.length; j++) {
      delta[j] = Math.min(Math.max(t * direction[j], lower[j]), upper[j]);
    }
    return delta;
  }

  private static int firstLargest(double[] a, boolean[] excluded) {
    int best = -1;
    for (int j = 0; j < a.length; j++) {
      if (!excluded[j] && (best < 0 || Math.abs(a[j]) > Math.abs(a[best]))) {
        best = j;
      }
    }
    return best;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
