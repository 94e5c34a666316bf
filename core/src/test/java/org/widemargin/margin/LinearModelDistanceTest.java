package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.GradientMode.Boundary;
import org.widemargin.boundary.GradientMode.Misclassified;
import org.widemargin.boundary.GradientMode.Path;
import org.widemargin.boundary.GradientMode.Rival;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.norm.Norm;
import org.widemargin.reference.ReferenceNetwork;
import org.widemargin.reference.ReferenceNetworks;

/** For linear f nothing is approximate: every mode gives the exact distance, in float64. */
class LinearModelDistanceTest {
  private static final int FEATURES = 4;
  private static final int CLASSES = 3;

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, Double.POSITIVE_INFINITY})
  void allModesAndRefinementsGiveTheExactDistance(double p) {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      ReferenceNetwork network = ReferenceNetworks.linear(FEATURES, CLASSES);
      double[] parameters = network.randomParameters(random, 1);
      double[][] inputs = ReferenceNetworks.randomInputs(network, 6, random);
      int[] labels = ReferenceNetworks.randomLabels(network, 6, random);
      double[] exact = new double[inputs.length];
      for (int s = 0; s < exact.length; s++) {
        exact[s] = nearestHyperplane(parameters, inputs[s], labels[s], p);
      }
      try (Twin twin = Twin.of(network, parameters)) {
        for (GradientMode mode : everyModeWithoutBox()) {
          assertThat(twin.nearest(spec(p, mode), "input", inputs, labels))
              .as("seed %d, %s", seed, mode)
              .containsExactly(exact, within(1e-12));
        }
      }
    }
  }

  /** The exact mode's gradient is here the true distance's, and so must be the boundary mode's. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, Double.POSITIVE_INFINITY})
  void boundaryAndExactGradientsAgree(double p) {
    TwinBatch batch = TwinBatch.random(ReferenceNetworks.linear(FEATURES, CLASSES), 5, 1, 1);
    try (Twin twin = batch.twin()) {
      MarginSpec exact = spec(p, new GradientMode.Exact());
      double[] expected = twin.lossAndGradient(exact, batch.inputs(), batch.labels()).gradient();
      for (GradientMode mode : everyModeWithoutBox()) {
        if (mode instanceof Boundary b && b.misclassified() == Misclassified.REFINE) {
          MarginSpec refined = spec(p, mode);
          assertThat(twin.lossAndGradient(refined, batch.inputs(), batch.labels()).gradient())
              .as("%s", mode)
              .containsExactly(expected, within(1e-12));
        }
      }
    }
  }

  /** The least of the exact signed distances: weights {@code [3, 4]}, then biases {@code [3]}. */
  private static double nearestHyperplane(double[] parameters, double[] x, int label, double p) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < CLASSES; i++) {
      if (i != label) {
        int biases = CLASSES * FEATURES;
        double gap = parameters[biases + label] - parameters[biases + i];
        double[] normal = new double[FEATURES];
        for (int j = 0; j < FEATURES; j++) {
          normal[j] = parameters[FEATURES * label + j] - parameters[FEATURES * i + j];
          gap += normal[j] * x[j];
        }
        least = Math.min(least, gap / dualNorm(normal, p));
      }
    }
    return least;
  }

  private static double dualNorm(double[] normal, double p) {
    double q = Double.isInfinite(p) ? 1 : p / (p - 1);
    double sum = 0;
    double largest = 0;
    for (double element : normal) {
      sum += Math.pow(Math.abs(element), q);
      largest = Math.max(largest, Math.abs(element));
    }
    return p == 1 ? largest : Math.pow(sum, 1 / q);
  }

  private static List<GradientMode> everyModeWithoutBox() {
    List<GradientMode> modes = new ArrayList<>();
    modes.add(new GradientMode.Constant());
    modes.add(new GradientMode.Exact());
    for (int r = 1; r <= 3; r++) {
      for (Path path : Path.values()) {
        for (Misclassified misclassified : Misclassified.values()) {
          for (double start : new double[] {0, 0.5}) {
            modes.add(
                new Boundary(
                    r,
                    Double.POSITIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    start,
                    0,
                    false,
                    path,
                    Rival.FIXED,
                    misclassified,
                    GradientMode.Advance.SHORTEST));
          }
        }
      }
    }
    return modes;
  }

  /** A gamma above every distance and no epsilon. */
  private static MarginSpec spec(double p, GradientMode mode) {
    return MarginSpec.paper()
        .with(
            set(MarginSpec::norm).to(new Norm(p)),
            set(MarginSpec::layers).to(LayerChoice.parse("input")),
            set(MarginSpec::gamma).to(100.0),
            set(MarginSpec::epsilon).to(0.0),
            set(MarginSpec::gradient).to(mode),
            set(MarginSpec::crossEntropyWeight).to(0.0));
  }
}
