package org.widemargin.certify;

import java.util.Map;
import java.util.Objects;

/**
 * Bounds of a network of two hidden layers of rectifiers over an l-inf ball, in plain loops: by
 * intervals (Gowal et al., 2019), and by CROWN (Zhang et al., 2018) over them with the best of
 * three slopes for all neurons alike.
 */
final class DenseReference {
  private final double[][][] weights;
  private final double[][] biases;
  private final double[][] lower = new double[3][];
  private final double[][] upper = new double[3][];

  private DenseReference(double[][][] weights, double[][] biases) {
    this.weights = weights;
    this.biases = biases;
  }

  static DenseReference of(Map<String, double[]> values, double[] sample, double radius) {
    String[] names = {"one", "two", "logits"};
    double[][][] weights = new double[3][][];
    double[][] biases = new double[3][];
    int inputs = sample.length;
    for (int layer = 0; layer < 3; layer++) {
      double[] flat = Objects.requireNonNull(values.get(names[layer] + ".linear.weight"));
      biases[layer] = Objects.requireNonNull(values.get(names[layer] + ".linear.bias"));
      weights[layer] = new double[biases[layer].length][inputs];
      for (int i = 0; i < biases[layer].length; i++) {
        System.arraycopy(flat, i * inputs, weights[layer][i], 0, inputs);
      }
      inputs = biases[layer].length;
    }
    DenseReference reference = new DenseReference(weights, biases);
    reference.lower[0] = moved(sample, -radius);
    reference.upper[0] = moved(sample, radius);
    reference.interval(0, /* rectified= */ false);
    reference.interval(1, /* rectified= */ true);
    return reference;
  }

  private static double[] moved(double[] sample, double by) {
    double[] moved = sample.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += by;
    }
    return moved;
  }

  /** The values before the rectifiers of hidden layer {@code layer}. */
  private void interval(int layer, boolean rectified) {
    int count = biases[layer].length;
    lower[layer + 1] = new double[count];
    upper[layer + 1] = new double[count];
    for (int i = 0; i < count; i++) {
      lower[layer + 1][i] = leastOf(weights[layer][i], layer, rectified) + biases[layer][i];
      upper[layer + 1][i] =
          -leastOf(negated(weights[layer][i]), layer, rectified) + biases[layer][i];
    }
  }

  private static double[] negated(double[] values) {
    double[] negated = values.clone();
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -negated[i];
    }
    return negated;
  }

  private double leastOf(double[] coefficients, int place, boolean rectified) {
    double sum = 0;
    for (int i = 0; i < coefficients.length; i++) {
      double end = coefficients[i] > 0 ? lower[place][i] : upper[place][i];
      sum += coefficients[i] * (rectified ? Math.max(0, end) : end);
    }
    return sum;
  }

  private double[] difference(int label, int other) {
    double[] difference = weights[2][label].clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= weights[2][other][i];
    }
    return difference;
  }

  double leastByIntervals(int label, int other) {
    return leastOf(difference(label, other), 2, /* rectified= */ true)
        + biases[2][label]
        - biases[2][other];
  }

  double leastByLines(int label, int other) {
    double best = Double.NEGATIVE_INFINITY;
    for (int slope = 0; slope < 3; slope++) {
      double[] coefficients = difference(label, other);
      double constant = biases[2][label] - biases[2][other];
      for (int layer = 1; layer >= 0; layer--) {
        double[] below = new double[coefficients.length];
        for (int i = 0; i < below.length; i++) {
          double l = lower[layer + 1][i];
          double u = upper[layer + 1][i];
          if (l >= 0) {
            below[i] = coefficients[i];
          } else if (u > 0) {
            double least = slope == 0 ? (u + l > 0 ? 1 : 0) : slope - 1;
            below[i] =
                coefficients[i] > 0 ? coefficients[i] * least : coefficients[i] * u / (u - l);
            constant += coefficients[i] > 0 ? 0 : -coefficients[i] * u * l / (u - l);
          }
        }
        double[] before = new double[weights[layer][0].length];
        for (int i = 0; i < below.length; i++) {
          constant += below[i] * biases[layer][i];
          for (int j = 0; j < before.length; j++) {
            before[j] += below[i] * weights[layer][i][j];
          }
        }
        coefficients = before;
      }
      best = Math.max(best, leastOf(coefficients, 0, /* rectified= */ false) + constant);
    }
    return best;
  }
}
