package org.widemargin.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.widemargin.attack.LinearModel;
import org.widemargin.data.Dataset;
import org.widemargin.data.ValidRange;
import org.widemargin.error.InputException;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class NoiseEvaluationTest {
  private static final int FEATURES = 20_000;
  private static final Dataset GREY =
      Dataset.table("grey", FEATURES, half(2 * FEATURES), new int[] {0, 1}, List.of("a", "b"));

  private static float[] half(int count) {
    float[] values = new float[count];
    Arrays.fill(values, 0.5f);
    return values;
  }

  private static float[] noisy(NoiseEvaluation noise, int... samples) {
    try (Scope scope = Scope.open()) {
      return Tensors.toFloats(noise.noisy(GREY, samples, Device.CPU));
    }
  }

  @Test
  void hasTheDeviationAskedFor() {
    float[] values = noisy(new NoiseEvaluation(0.1, Optional.empty(), 1), 0);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value - 0.5;
      squares += (value - 0.5) * (value - 0.5);
    }
    // Five standard errors of 20 000 draws.
    assertThat(sum / FEATURES).isCloseTo(0, within(0.0036));
    assertThat(Math.sqrt(squares / FEATURES)).isCloseTo(0.1, within(0.0025));
  }

  /** A sample at a signed l2 distance d stays right with probability Phi(d / deviation). */
  @Test
  void aLinearModelIsRightAsOftenAsItsDistancesSay() {
    double deviation = 0.5;
    int samples = 4000;
    try (LinearModel model = LinearModel.random(2, 12, 3)) {
      Dataset dataset = model.table(samples, 4);
      int[] all = Batches.first(samples);
      double expected = 0;
      double variance = 0;
      for (int i : all) {
        double distance = model.distance(dataset.sample(i), dataset.label(i), Norm.L2);
        double share = normalShare(distance / deviation);
        expected += share;
        variance += share * (1 - share);
      }
      int found =
          new NoiseEvaluation(deviation, Optional.empty(), 1)
              .accuracy(model, dataset, all, 1000)
              .correct();
      assertThat((double) found)
          .as("four standard deviations, seed 1")
          .isCloseTo(expected, within(4 * Math.sqrt(variance)));
      assertThat(expected).isBetween(0.5 * samples, 0.95 * samples);
    }
  }

  @Test
  void withstoodIsRightBothCleanAndInNoise() {
    try (LinearModel model = LinearModel.random(2, 12, 3)) {
      Dataset dataset = model.table(500, 4);
      int[] all = Batches.first(500);
      NoiseEvaluation noise = new NoiseEvaluation(0.5, Optional.empty(), 1);
      Accuracy inNoise = noise.accuracy(model, dataset, all, 300);
      Accuracy clean = AccuracyEvaluation.of(model, dataset, all, 300);
      Accuracy withstood = noise.withstood(model, dataset, all, 300);
      for (int i = 0; i < all.length; i++) {
        assertThat(withstood.isCorrect(i)).isEqualTo(inNoise.isCorrect(i) && clean.isCorrect(i));
      }
      assertThat(withstood.correct()).isLessThan(inNoise.correct());
    }
  }

  /** The normal distribution up to z, by Simpson's rule. */
  private static double normalShare(double z) {
    int steps = 2000;
    double width = z / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double x = i * width;
      double weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-x * x / 2);
    }
    return 0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI);
  }

  @Test
  void isClippedToTheRange() {
    float[] values = noisy(new NoiseEvaluation(2, Optional.of(ValidRange.UNIT), 1), 0);
    for (float value : values) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void belongsToTheSample() {
    NoiseEvaluation noise = new NoiseEvaluation(0.1, Optional.empty(), 1);
    float[] both = noisy(noise, 0, 1);
    float[] second = noisy(noise, 1);
    assertThat(Arrays.copyOfRange(both, FEATURES, 2 * FEATURES)).isEqualTo(second);
    assertThat(Arrays.copyOfRange(both, 0, FEATURES)).isNotEqualTo(second);
    assertThat(noisy(new NoiseEvaluation(0.1, Optional.empty(), 2), 1)).isNotEqualTo(second);
  }

  @Test
  void aNegativeDeviationIsRefused() {
    assertThatThrownBy(() -> new NoiseEvaluation(-0.1, Optional.empty(), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("-0.1");
  }
}
