package org.widemargin.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.evaluate.Classifier;
import org.widemargin.evaluate.Linearisation;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.Functions;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * A linear classifier, whose distances to the boundary are known in closed form: {@code min over i
 * of (z_y - z_i) / |w_i - w_y|_q}.
 */
public final class LinearModel implements Classifier, AutoCloseable {
  private final int classes;
  private final int features;
  private final double[] weights;
  private final double[] biases;
  private final Tensor weight;
  private final Tensor bias;

  private LinearModel(int classes, int features, double[] weights, double[] biases) {
    this.classes = classes;
    this.features = features;
    this.weights = weights;
    this.biases = biases;
    try (Scope scope = Scope.open()) {
      this.weight = scope.own(Tensors.of(Device.CPU, floats(weights), classes, features));
      this.bias = scope.own(Tensors.of(Device.CPU, floats(biases), classes));
    }
  }

  public static LinearModel random(int classes, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new LinearModel(
        classes,
        features,
        random.doubles((long) classes * features, -1, 1).toArray(),
        random.doubles(classes, -0.1, 0.1).toArray());
  }

  @Override
  public Device device() {
    return Device.CPU;
  }

  @Override
  public Tensor logits(Tensor inputs) {
    return Functions.linear(PerSample.flatten(inputs), weight, bias);
  }

  @Override
  public Linearisation linearise(Tensor inputs) {
    return Classifier.byAutograd(Device.CPU, this::logits).linearise(inputs);
  }

  /** Rows of features around 0, most of them labelled as the model classifies them. */
  public Dataset table(int samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[samples * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      float[] sample = Arrays.copyOfRange(values, i * features, (i + 1) * features);
      labels[i] = label(sample, random);
    }
    return Dataset.table("linear", features, values, labels, names());
  }

  /** Images of one row, most of them labelled as the model classifies them. */
  public Dataset images(int samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[samples * features];
    random.nextBytes(pixels);
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      float[] sample = new float[features];
      for (int j = 0; j < features; j++) {
        sample[j] = (pixels[i * features + j] & 0xff) / 255f;
      }
      labels[i] = label(sample, random);
    }
    return Dataset.images("linear", new SampleShape.Image(1, 1, features), pixels, labels, names());
  }

  /** One sample in ten is labelled wrong on purpose. */
  private int label(float[] sample, SplittableRandom random) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = score(sample, c) > score(sample, best) ? c : best;
    }
    return random.nextInt(10) == 0 ? (best + 1) % classes : best;
  }

  /** The lead of a class over another. */
  double gap(float[] sample, int over, int under) {
    return score(sample, over) - score(sample, under);
  }

  /** The least lead of the label over any class: positive where the sample is classified right. */
  double lead(float[] sample, int label) {
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      least = c == label ? least : Math.min(least, gap(sample, label, c));
    }
    return least;
  }

  /** The distance to the boundary where any number is valid. */
  public double distance(float[] sample, int label, Norm norm) {
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      if (c != label) {
        least = Math.min(least, gap(sample, label, c) / dualLength(label, c, norm));
      }
    }
    return least;
  }

  /** The lead over the worst class at the worst point that is both inside a ball and [0,1]. */
  double leadInBox(float[] sample, int label, Norm norm, double epsilon) {
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      if (c != label) {
        double[] pull = new double[features];
        double[] room = new double[features];
        for (int j = 0; j < features; j++) {
          double slope = weights[c * features + j] - weights[label * features + j];
          pull[j] = Math.abs(slope);
          room[j] = slope > 0 ? 1 - sample[j] : sample[j];
        }
        least = Math.min(least, gap(sample, label, c) - fall(pull, room, norm, epsilon));
      }
    }
    return least;
  }

  /**
   * The largest sum of pull times step, each step within its room, their length at most epsilon.
   */
  private static double fall(double[] pull, double[] room, Norm norm, double epsilon) {
    if (norm.equals(Norm.LINF)) {
      double fall = 0;
      for (int j = 0; j < pull.length; j++) {
        fall += pull[j] * Math.min(epsilon, room[j]);
      }
      return fall;
    }
    return norm.equals(Norm.L1) ? greedyFall(pull, room, epsilon) : roundFall(pull, room, epsilon);
  }

  /** In l1 the features of the strongest pull go first, each as far as it can. */
  private static double greedyFall(double[] pull, double[] room, double epsilon) {
    List<Integer> order = new ArrayList<>();
    for (int j = 0; j < pull.length; j++) {
      order.add(j);
    }
    order.sort((a, b) -> Double.compare(pull[b], pull[a]));
    double left = epsilon;
    double fall = 0;
    for (int j : order) {
      double step = Math.min(left, room[j]);
      fall += pull[j] * step;
      left -= step;
    }
    return fall;
  }

  /** In l2 step j is min(t pull_j, room_j); bisection finds the t that uses the budget up. */
  private static double roundFall(double[] pull, double[] room, double epsilon) {
    double low = 0;
    double high = 1e6;
    for (int i = 0; i < 200; i++) {
      double t = (low + high) / 2;
      double square = 0;
      for (int j = 0; j < pull.length; j++) {
        square += Math.pow(Math.min(t * pull[j], room[j]), 2);
      }
      low = square < epsilon * epsilon ? t : low;
      high = square < epsilon * epsilon ? high : t;
    }
    double fall = 0;
    for (int j = 0; j < pull.length; j++) {
      fall += pull[j] * Math.min(low * pull[j], room[j]);
    }
    return fall;
  }

  private double dualLength(int a, int b, Norm norm) {
    double[] difference = new double[features];
    for (int j = 0; j < features; j++) {
      difference[j] = Math.abs(weights[a * features + j] - weights[b * features + j]);
    }
    if (norm.equals(Norm.LINF)) {
      return Arrays.stream(difference).sum();
    }
    return norm.equals(Norm.L1)
        ? Arrays.stream(difference).max().orElseThrow()
        : Math.sqrt(Arrays.stream(difference).map(d -> d * d).sum());
  }

  private double score(float[] sample, int c) {
    double score = biases[c];
    for (int j = 0; j < features; j++) {
      score += weights[c * features + j] * sample[j];
    }
    return score;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      names.add("class" + c);
    }
    return names;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public void close() {
    Tensors.free(weight);
    Tensors.free(bias);
  }
}
