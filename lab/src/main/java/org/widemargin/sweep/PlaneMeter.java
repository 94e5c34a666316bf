package org.widemargin.sweep;

import static org.widemargin.error.InputException.require;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.AccuracyEvaluation;
import org.widemargin.evaluate.Classifier;
import org.widemargin.network.Network;
import org.widemargin.study.Measurement;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Measures a two-class network over the plane: what Figure 1(b) of the paper is drawn from. */
public final class PlaneMeter {
  /** Accuracy on the points it was trained on. */
  public static final String TRAIN_ACCURACY = "train-accuracy";

  /** Accuracy on the others. */
  public static final String TEST_ACCURACY = "test-accuracy";

  /**
   * The lead of the second class at each node of the grid, row by row from the lower left corner.
   */
  public static final String SCORES = "scores";

  /** The extent: least and greatest x, least and greatest y. */
  public static final String EXTENT = "extent";

  /** Training points: x, y and class of each in turn. */
  public static final String TRAIN_POINTS = "train-points";

  /** Test points: x, y and class of each in turn. */
  public static final String TEST_POINTS = "test-points";

  private static final double ROOM = 0.35;
  private static final int BATCH_SIZE = 1000;

  private final Network network;
  private final Dataset train;
  private final Dataset test;

  PlaneMeter(Network network, Dataset train, Dataset test) {
    require(
        train.sampleShape().elements() == 2 && train.classes() == 2,
        "%s: expected points in the plane in two classes, found samples of shape %s in %d",
        train.name(),
        train.sampleShape(),
        train.classes());
    this.network = network;
    this.train = train;
    this.test = test;
  }

  List<Value> accuracies() {
    return List.of(
        Value.of(TRAIN_ACCURACY, accuracy(train)), Value.of(TEST_ACCURACY, accuracy(test)));
  }

  private double accuracy(Dataset points) {
    return AccuracyEvaluation.of(Classifier.of(network), points, BATCH_SIZE).fraction();
  }

  Map<String, List<Double>> arrays(Measurement.Plane plane) {
    double[] extent = extent();
    Map<String, List<Double>> arrays = new LinkedHashMap<>();
    arrays.put(EXTENT, Arrays.stream(extent).boxed().toList());
    arrays.put(SCORES, scores(extent, plane));
    arrays.put(TRAIN_POINTS, points(train));
    arrays.put(TEST_POINTS, points(test));
    return arrays;
  }

  private List<Double> scores(double[] extent, Measurement.Plane plane) {
    float[] nodes = new float[2 * plane.columns() * plane.rows()];
    int next = 0;
    for (int row = 0; row < plane.rows(); row++) {
      for (int column = 0; column < plane.columns(); column++) {
        nodes[next++] = between(extent[0], extent[1], column / (plane.columns() - 1.0));
        nodes[next++] = between(extent[2], extent[3], row / (plane.rows() - 1.0));
      }
    }
    try (Scope scope = Scope.open()) {
      Tensor points = Tensors.of(network.device(), nodes, nodes.length / 2, 2);
      Tensor logits = Autograd.withoutGradient(() -> network.logits(points));
      double[] leads = Tensors.toDoubles(logits.select(1, 1).sub(logits.select(1, 0)));
      return Arrays.stream(leads).boxed().map(PlaneMeter::rounded).toList();
    }
  }

  private static float between(double start, double end, double share) {
    return (float) (start + (end - start) * share);
  }

  private double[] extent() {
    double[] extent = new double[4];
    for (int axis = 0; axis < 2; axis++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Dataset part : List.of(train, test)) {
        for (int i = 0; i < part.size(); i++) {
          low = Math.min(low, part.sample(i)[axis]);
          high = Math.max(high, part.sample(i)[axis]);
        }
      }
      extent[2 * axis] = low - ROOM;
      extent[2 * axis + 1] = high + ROOM;
    }
    return extent;
  }

  private static List<Double> points(Dataset points) {
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      float[] at = points.sample(i);
      numbers.add(rounded(at[0]));
      numbers.add(rounded(at[1]));
      numbers.add((double) points.label(i));
    }
    return numbers;
  }

  /** Four digits are finer than a pixel of the figure, and keep the line short. */
  private static double rounded(double value) {
    return value == 0 ? 0 : new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }
}
