package org.widemargin.examples;

import static org.widemargin.config.Change.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.figure.Axis;
import org.widemargin.figure.BoundaryFigure;
import org.widemargin.figure.ScoreGrid;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;
import org.widemargin.norm.Norm;
import org.widemargin.optimize.Optimizer;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * A linear model of two classes with a margin in l2 at the input is the support vector machine
 * (paper, section 3.2): on separable data it comes to the separator with the largest margin.
 *
 * <p>A fixed gamma below that margin is content with any separator that keeps it, and one above
 * trades samples against each other. So gamma follows the distance of the nearest sample, ever
 * closer above it: only samples about as near as the nearest pull, and in the end only the support
 * vectors.
 *
 * <p>The exact and the boundary mode differentiate the true distance here. The constant mode also
 * pulls on the length of the normal, which grows until the direction hardly moves any more: with
 * the same schedule it stopped up to 17 degrees short.
 */
final class HardMarginExample {
  private static final int STEPS = 3000;
  private static final double FIRST_RATE = 0.1;
  private static final double LAST_RATE = 1e-5;

  /** By how much gamma is above the nearest distance, as a share of it. */
  private static final double FIRST_EXCESS = 1;

  private static final double LAST_EXCESS = 1e-4;

  /** What a picture shows: a square around the origin. */
  private static final double EXTENT = 3;

  private static final int GRID = 81;

  private HardMarginExample() {}

  /**
   * A hyperplane.
   *
   * @param network two classes; close it
   */
  record Separator(Network network) implements AutoCloseable {
    /** What the second class scores above the first: normal and bias. */
    double[] coefficients() {
      double[] weights = values("logits.linear.weight");
      double[] biases = values("logits.linear.bias");
      int features = weights.length / 2;
      double[] coefficients = new double[features + 1];
      for (int i = 0; i < features; i++) {
        coefficients[i] = weights[features + i] - weights[i];
      }
      coefficients[features] = biases[1] - biases[0];
      return coefficients;
    }

    private double[] values(String name) {
      return Tensors.toDoubles(Objects.requireNonNull(network.parameters().get(name)));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** Trains on all points at once, in double precision. */
  static Separator train(double[][] points, int[] labels, GradientMode mode) {
    int features = points[0].length;
    Network network = network(features);
    double[] flat = Arrays.stream(points).flatMapToDouble(Arrays::stream).toArray();
    double nearest = 0;
    try (Optimizer optimizer =
        new Optimizer(new OptimizerSpec.Adam(0.9, 0.99, 1e-12), 0, network.parameters())) {
      for (int step = 0; step < STEPS; step++) {
        try (Scope scope = Scope.open()) {
          double excess = decayed(FIRST_EXCESS, LAST_EXCESS, step);
          // Until all points are on their own side, any margin will do.
          double gamma = nearest > 0 ? nearest * (1 + excess) : 1;
          Tensor input = Autograd.leaf(Tensors.of(Device.CPU, flat, points.length, features));
          Activations activations = network.forward(input, Mode.TRAINING);
          MarginLoss.WithDistances value =
              new MarginLoss(spec(gamma, mode))
                  .withDistances(activations, Tensors.labels(Device.CPU, labels));
          optimizer.step(
              Autograd.gradients(value.loss().total(), List.copyOf(network.parameters().values())),
              decayed(FIRST_RATE, LAST_RATE, step));
          nearest =
              Tensors.toDouble(
                  Objects.requireNonNull(value.nearest().get(Activations.INPUT)).min());
        }
      }
    }
    return new Separator(network);
  }

  /** The separator among the points, of the plane. */
  static BoundaryFigure figure(
      double[][] points, int[] labels, Separator separator, String subtitle) {
    double[] coefficients = separator.coefficients();
    Axis.Range range = new Axis.Range(-EXTENT, EXTENT);
    double[][] nodes = ScoreGrid.nodes(range, range, GRID, GRID);
    double[] leads =
        Arrays.stream(nodes)
            .mapToDouble(x -> coefficients[0] * x[0] + coefficients[1] * x[1] + coefficients[2])
            .toArray();
    List<BoundaryFigure.Observation> observations = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      observations.add(new BoundaryFigure.Observation(points[i][0], points[i][1], labels[i]));
    }
    return new BoundaryFigure(
        "A linear model with a large margin",
        subtitle,
        List.of("first class", "second class"),
        new ScoreGrid(range, range, GRID, GRID, leads),
        observations,
        List.of());
  }

  private static MarginSpec spec(double gamma, GradientMode mode) {
    return MarginSpec.defaults()
        .with(
            set(MarginSpec::norm).to(Norm.L2),
            set(MarginSpec::layers).to(LayerChoice.parse(Activations.INPUT)),
            set(MarginSpec::gamma).to(gamma),
            set(MarginSpec::clip).to(Double.POSITIVE_INFINITY),
            set(MarginSpec::epsilon).to(0.0),
            set(MarginSpec::gradient).to(mode),
            set(MarginSpec::crossEntropyWeight).to(0.0));
  }

  private static double decayed(double first, double last, int step) {
    return first * Math.pow(last / first, (double) step / STEPS);
  }

  private static Network network(int features) {
    NetworkSpec spec = Architectures.linear(InputSpec.features(features), 2);
    SplittableRandom random = RandomStream.of(1, "hard-margin", 0);
    Map<String, double[]> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : spec.plan().parameters()) {
      double[] elements = new double[parameter.count()];
      Arrays.setAll(elements, i -> random.nextGaussian());
      values.put(parameter.name(), elements);
    }
    return Network.ofDoubles(spec, values, Device.CPU);
  }
}
