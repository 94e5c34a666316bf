package org.widemargin.reference;

import java.util.function.ToDoubleFunction;

/** Central finite differences. */
public final class FiniteDifferences {
  private static final double STEP = 1e-6;

  private FiniteDifferences() {}

  /** The gradient of {@code function} at {@code at}, by steps of 1e-6 to both sides. */
  public static double[] gradient(ToDoubleFunction<double[]> function, double[] at) {
    double[] gradient = new double[at.length];
    for (int k = 0; k < at.length; k++) {
      double[] moved = at.clone();
      moved[k] = at[k] + STEP;
      double above = function.applyAsDouble(moved);
      moved[k] = at[k] - STEP;
      double below = function.applyAsDouble(moved);
      gradient[k] = (above - below) / (2 * STEP);
    }
    return gradient;
  }
}
