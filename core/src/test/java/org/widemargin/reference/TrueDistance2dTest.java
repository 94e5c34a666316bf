package org.widemargin.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.reference.ReferenceLayer.Linear;
import org.widemargin.reference.ReferenceLayer.Relu;
import org.widemargin.reference.ReferenceNetwork.Block;
import org.widemargin.reference.ReferenceNetwork.Score;
import org.widemargin.reference.ReferenceOptions.Activation;
import org.widemargin.reference.ReferenceOptions.Boundary;
import org.widemargin.reference.ReferenceOptions.Exact;
import org.widemargin.reference.TrueDistance2d.Nearest;

class TrueDistance2dTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double SEARCH_RADIUS = 4;

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, INFINITY})
  void distanceAndDerivativeOfALinearModelAreTheExactOnes(double p) {
    for (int seed = 0; seed < 2; seed++) {
      Random random = new Random(seed);
      ReferenceNetwork network = ReferenceNetworks.linear(2, 2);
      double[] parameters = network.randomParameters(random, 1);
      double[] input = {random.nextDouble(), random.nextDouble()};
      ReferenceOptions exact = ReferenceOptions.ofTap(0, 1).withNorm(p).withGradient(new Exact());
      TrueDistance2d truth = truth(network, input, 0, 0, p, 20);
      assertThat(truth.nearest(parameters).signedDistance())
          .as("seed %d", seed)
          .isCloseTo(
              ReferenceMargin.distance(network, parameters, input, 0, 1, 0, exact), within(1e-9));
      assertThat(truth.derivative(parameters, 1e-5))
          .as("seed %d", seed)
          .containsExactly(
              ReferenceMargin.distanceGradient(network, parameters, input, 0, 1, 0, exact),
              within(1e-6));
    }
  }

  @Test
  void theNearestOfTwoBoundariesIsFound() {
    // f_0 - f_1 = 1 - relu(x) - relu(-2 x): boundaries at x = 1 and x = -1/2.
    ReferenceNetwork network =
        new ReferenceNetwork(
            List.of(2),
            List.of(
                Block.of("hidden", new Linear(2, 2), new Relu()),
                Block.of("logits", new Linear(2, 2))));
    double[] parameters = {1, 0, -2, 0, 0, 0, 0, 0, 1, 1, 1, 0};
    Nearest left =
        truth(network, new double[] {0.2, 5}, 0, 0, 2, SEARCH_RADIUS).nearest(parameters);
    assertThat(left.signedDistance()).isCloseTo(0.7, within(1e-9));
    assertThat(left.point().get(0)).isCloseTo(-0.5, within(1e-9));
    Nearest right =
        truth(network, new double[] {1.5, 0}, 0, 0, 2, SEARCH_RADIUS).nearest(parameters);
    assertThat(right.signedDistance()).isCloseTo(-0.5, within(1e-9));
  }

  @Test
  void withoutABoundaryTheDistanceIsInfinite() {
    ReferenceNetwork network = ReferenceNetworks.linear(2, 2);
    double[] parameters = {0, 0, 0, 0, 1, 0};
    assertThat(truth(network, new double[] {0, 0}, 0, 0, 2, 1).nearest(parameters).distance())
        .isEqualTo(INFINITY);
  }

  /** The boundary mode's value against the truth, with a cap of half the width of the data. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, INFINITY})
  void refinementsLeadToTheTrueDistanceOnTrainedNetworks(double p) {
    List<Double> constantErrors = new ArrayList<>();
    List<Double> refinedErrors = new ArrayList<>();
    ReferenceOptions constant = ReferenceOptions.ofTap(0, 1).withNorm(p);
    ReferenceOptions refined = constant.withGradient(Boundary.of(3, 1, Optional.empty()));
    for (int seed = 0; seed < 3; seed++) {
      TrainedOnWave trained = TrainedOnWave.on(ReferenceNetworks.mlp(2, 8, 8, 2), seed);
      for (int s = 0; s < 8; s++) {
        double truth = trained.truth(s, 0, p).nearest(trained.parameters()).signedDistance();
        assertThat(truth).as("seed %d, sample %d", seed, s).isFinite();
        constantErrors.add(Math.abs(trained.distance(s, 0, constant) / truth - 1));
        refinedErrors.add(Math.abs(trained.distance(s, 0, refined) / truth - 1));
      }
    }
    assertThat(median(refinedErrors)).isLessThan(0.02);
    assertThat(median(constantErrors)).isGreaterThan(0.05);
  }

  /**
   * Where the refinements have arrived at the true nearest point, the gradient is that of the true
   * distance.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, INFINITY})
  void gradientAtTheInputIsThatOfTheTrueDistance(double p) {
    TrainedOnWave trained = TrainedOnWave.on(ReferenceNetworks.mlp(2, 6, 6, 2), 0);
    assertThat(gradientsCompared(trained, 0, p, refined(5))).isGreaterThanOrEqualTo(2);
  }

  /** At a hidden layer the true distance also changes because the activation moves. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, INFINITY})
  void gradientAtAHiddenLayerIsThatOfTheTrueDistanceIfTheActivationIsDifferentiated(double p) {
    TrainedOnWave trained = TrainedOnWave.on(twoDimensionalHiddenLayer(), 0);
    Boundary boundary = refined(5).with(Activation.DIFFERENTIATED);
    assertThat(gradientsCompared(trained, 1, p, boundary)).isGreaterThanOrEqualTo(2);
  }

  @Test
  void holdingTheActivationFixedDropsTheLowerLayersGradientAndAllOfTheLogits() {
    TrainedOnWave trained = TrainedOnWave.on(twoDimensionalHiddenLayer(), 0);
    ReferenceOptions options = ReferenceOptions.ofTap(1, 1);
    ReferenceOptions fixed = options.withGradient(refined(3));
    double[] part = trained.gradient(0, 1, fixed);
    double[] whole =
        trained.gradient(0, 1, options.withGradient(refined(3).with(Activation.DIFFERENTIATED)));
    int below = trained.network().parameters().get(2).offset();
    assertThat(Arrays.copyOf(part, below)).containsOnly(0);
    assertThat(ReferenceNorm.norm(Arrays.copyOf(whole, below), 2)).isGreaterThan(0.01);
    assertThat(Arrays.copyOfRange(part, below, part.length))
        .containsExactly(Arrays.copyOfRange(whole, below, whole.length));

    int logits = trained.network().tapCount() - 1;
    assertThat(trained.gradient(0, logits, fixed)).containsOnly(0);
  }

  /**
   * Compares the gradients of the first samples whose refinements end on the nearest point, and
   * counts them.
   */
  private static int gradientsCompared(
      TrainedOnWave trained, int tap, double p, Boundary boundary) {
    ReferenceOptions options = ReferenceOptions.ofTap(tap, 1).withNorm(p).withGradient(boundary);
    int compared = 0;
    for (int s = 0; s < 4; s++) {
      TrueDistance2d truth = trained.truth(s, tap, p);
      double trueDistance = truth.nearest(trained.parameters()).signedDistance();
      double valueError = trueDistance - trained.distance(s, tap, options);
      double pointError = Math.abs(trueDistance) - trained.stepLength(s, tap, options);
      if (Math.abs(valueError) < 1e-8 && Math.abs(pointError) < 1e-8) {
        compared++;
        assertThat(trained.gradient(s, tap, options))
            .as("sample %d", s)
            .containsExactly(truth.derivative(trained.parameters(), 1e-6), within(1e-5));
      }
    }
    return compared;
  }

  private static ReferenceNetwork twoDimensionalHiddenLayer() {
    return new ReferenceNetwork(
        List.of(3),
        List.of(
            Block.of("encoder", new Linear(3, 2)),
            Block.of("hidden", new Linear(2, 6), new Relu()),
            Block.of("logits", new Linear(6, 2))));
  }

  private static Boundary refined(int refinements) {
    return Boundary.of(refinements, INFINITY, Optional.empty());
  }

  private static TrueDistance2d truth(
      ReferenceNetwork network, double[] input, int label, int tap, double p, double maxRadius) {
    List<Double> values = Arrays.stream(input).boxed().toList();
    return new TrueDistance2d(network, values, label, 1 - label, tap, Score.LOGITS, p, maxRadius);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
