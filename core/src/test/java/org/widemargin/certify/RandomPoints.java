package org.widemargin.certify;

import java.util.SplittableRandom;
import org.widemargin.norm.Norm;

/** Points of a ball, half of them at its border, where functions are least. */
final class RandomPoints {
  private RandomPoints() {}

  static double[] inBall(double[] centre, Norm norm, double radius, SplittableRandom random) {
    double[] step = direction(centre.length, norm, random);
    double length = random.nextBoolean() ? radius : radius * random.nextDouble();
    double[] point = new double[centre.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = Math.min(1, Math.max(0, centre[i] + length * step[i]));
    }
    return point;
  }

  /** Of length 1: corners for l-inf, evenly spread for l2, few elements for l1. */
  private static double[] direction(int elements, Norm norm, SplittableRandom random) {
    double[] step = new double[elements];
    if (norm.equals(Norm.LINF)) {
      for (int i = 0; i < elements; i++) {
        step[i] = random.nextBoolean() ? 1 : -1;
      }
    } else if (norm.equals(Norm.L2)) {
      double squares = 0;
      for (int i = 0; i < elements; i++) {
        step[i] = random.nextGaussian();
        squares += step[i] * step[i];
      }
      for (int i = 0; i < elements; i++) {
        step[i] /= Math.sqrt(squares) * (1 + 1e-12);
      }
    } else {
      int used = 1 + random.nextInt(3);
      for (int i = 0; i < used; i++) {
        step[random.nextInt(elements)] = (random.nextBoolean() ? 1.0 : -1.0) / used;
      }
    }
    return step;
  }
}
