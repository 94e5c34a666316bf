package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.GradientMode.Boundary;
import org.widemargin.boundary.GradientMode.Misclassified;
import org.widemargin.boundary.GradientMode.Path;
import org.widemargin.boundary.GradientMode.Rival;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.norm.Norm;
import org.widemargin.reference.ReferenceLayer.Linear;
import org.widemargin.reference.ReferenceLayer.Relu;
import org.widemargin.reference.ReferenceNetwork;
import org.widemargin.reference.ReferenceNetwork.Block;
import org.widemargin.reference.ReferenceNetworks;
import org.widemargin.reference.TrainedOnWave;
import org.widemargin.reference.TrueDistance2d;

/**
 * The boundary mode, in float64, against the true minimal distance on trained networks of two
 * inputs (or two hidden units), where brute force finds it: the value, and the gradient with
 * respect to the weights where the refinements have arrived.
 */
class BoundaryAgainstTruthTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Half the width of the data: a step across all of it says nothing of the boundary nearby. */
  private static final double CAP = 1;

  /** Larger than any distance, so that the loss of one sample is this less the distance. */
  private static final double GAMMA = 100;

  private static final int SAMPLES = 10;

  /** How many gradients to compare; finite differences by brute force take their time. */
  private static final int ENOUGH = 3;

  /** One more than bring the value: the last is to change nothing. */
  private static final int REFINEMENTS = 4;

  private static final List<TrainedOnWave> PLANES =
      IntStream.range(0, 3)
          .mapToObj(seed -> TrainedOnWave.on(ReferenceNetworks.mlp(2, 8, 8, 2), seed))
          .toList();

  private static final TrainedOnWave SMALL_PLANE =
      TrainedOnWave.on(ReferenceNetworks.mlp(2, 6, 6, 2), 0);

  private static final TrainedOnWave HIDDEN_PLANE =
      TrainedOnWave.on(
          new ReferenceNetwork(
              List.of(3),
              List.of(
                  Block.of("encoder", new Linear(3, 2)),
                  Block.of("hidden", new Linear(2, 6), new Relu()),
                  Block.of("logits", new Linear(6, 2)))),
          0);

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, INFINITY})
  void threeRefinementsLeadToTheTrueDistance(double p) {
    List<Double> linearErrors = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (TrainedOnWave model : PLANES) {
      double[] linear = distances(model, "input", p, new GradientMode.Constant());
      double[] refined = distances(model, "input", p, boundary(3, CAP));
      for (int s = 0; s < SAMPLES; s++) {
        double truth = model.truth(s, 0, p).nearest(model.parameters()).signedDistance();
        assertThat(truth).as("model %d, sample %d", PLANES.indexOf(model), s).isFinite();
        linearErrors.add(Math.abs(linear[s] / truth - 1));
        errors.add(Math.abs(refined[s] / truth - 1));
      }
    }
    assertThat(median(errors)).isLessThan(0.02);
    // Without refinement it is another distance: the networks are not linear.
    assertThat(median(linearErrors)).isGreaterThan(0.05);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, INFINITY})
  void gradientAtTheInputIsThatOfTheTrueDistance(double p) {
    assertThat(gradientsCompared(SMALL_PLANE, 0, p)).isEqualTo(ENOUGH);
  }

  /** At a hidden layer the true distance also changes because the activation moves. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, INFINITY})
  void gradientAtAHiddenLayerIsThatOfTheTrueDistance(double p) {
    assertThat(gradientsCompared(HIDDEN_PLANE, 1, p)).isEqualTo(ENOUGH);
  }

  /**
   * Compares the gradients of the samples at which the refinements have arrived at the nearest
   * point, and counts them: the last step changed nothing, and the distance is the true one.
   */
  private static int gradientsCompared(TrainedOnWave model, int tap, double p) {
    String layer = model.network().tapName(tap);
    double[] before = distances(model, layer, p, boundary(REFINEMENTS - 1, INFINITY));
    double[] distances = distances(model, layer, p, boundary(REFINEMENTS, INFINITY));
    int compared = 0;
    for (int s = 0; s < SAMPLES && compared < ENOUGH; s++) {
      TrueDistance2d truth = model.truth(s, tap, p);
      double trueDistance = truth.nearest(model.parameters()).signedDistance();
      boolean arrived = Math.abs(distances[s] - before[s]) < 1e-10;
      if (arrived && Math.abs(distances[s] - trueDistance) < 1e-8) {
        compared++;
        assertThat(gradient(model, layer, p, s))
            .as("sample %d", s)
            .containsExactly(truth.derivative(model.parameters(), 1e-6), within(1e-5));
      }
    }
    return compared;
  }

  private static double[] distances(
      TrainedOnWave model, String layer, double p, GradientMode mode) {
    try (Twin twin = Twin.of(model.network(), model.parameters())) {
      return twin.nearest(
          spec(layer, p, mode), layer, model.inputs(SAMPLES), model.labels(SAMPLES));
    }
  }

  /** The gradient of one sample's distance, which is that of the loss with the sign changed. */
  private static double[] gradient(TrainedOnWave model, String layer, double p, int sample) {
    double[][] input = {model.inputs(SAMPLES)[sample]};
    int[] label = {model.labels(SAMPLES)[sample]};
    MarginSpec spec = spec(layer, p, boundary(REFINEMENTS, INFINITY));
    try (Twin twin = Twin.of(model.network(), model.parameters())) {
      double[] ofLoss = twin.lossAndGradient(spec, input, label).gradient();
      return Arrays.stream(ofLoss).map(value -> -value).toArray();
    }
  }

  private static Boundary boundary(int refinements, double cap) {
    return new Boundary(
        refinements,
        cap,
        INFINITY,
        0,
        0,
        false,
        Path.FROM_SAMPLE,
        Rival.FIXED,
        Misclassified.REFINE,
        GradientMode.Advance.SHORTEST);
  }

  private static MarginSpec spec(String layer, double p, GradientMode mode) {
    return MarginSpec.paper()
        .with(
            set(MarginSpec::norm).to(new Norm(p)),
            set(MarginSpec::layers).to(LayerChoice.parse(layer)),
            set(MarginSpec::gamma).to(GAMMA),
            set(MarginSpec::epsilon).to(0.0),
            set(MarginSpec::gradient).to(mode),
            set(MarginSpec::crossEntropyWeight).to(0.0));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
