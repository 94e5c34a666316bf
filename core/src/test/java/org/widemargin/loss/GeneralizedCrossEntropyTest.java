package org.widemargin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;
import org.widemargin.reference.FiniteDifferences;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class GeneralizedCrossEntropyTest {
  /** log 1e-40: such a probability is not even a subnormal number of float32. */
  private static final double TINY = Math.log(1e-40);

  private static LogitsByHand.Mean loss(double q) {
    return new GeneralizedCrossEntropy(q)::mean;
  }

  private static double crossEntropy(double[] logits) {
    return LogitsByHand.value(CrossEntropy.UNSMOOTHED::mean, logits, LogitsByHand.LABELS);
  }

  @Test
  void thePapersExponentIsTheDefault() {
    assertThat(GeneralizedCrossEntropy.defaults().q()).isEqualTo(0.7);
  }

  @Test
  void byHandForEvenProbabilities() {
    double[] even = {3, 3, -1, -1};
    assertThat(LogitsByHand.value(loss(0.7), even, 0, 1))
        .isEqualTo((1 - Math.pow(0.5, 0.7)) / 0.7, within(1e-15));
    assertThat(LogitsByHand.value(loss(0.5), even, 1, 1))
        .isEqualTo(2 - Math.sqrt(2), within(1e-15));
    assertThat(LogitsByHand.value(loss(1), even, 0, 0)).isEqualTo(0.5, within(1e-15));
  }

  @Test
  void isTheMeanOverSamples() {
    // Probabilities of the label: 1/2 and 1/4.
    double[] logits = {0, 0, Math.log(3), 0};
    double first = (1 - Math.pow(0.5, 0.7)) / 0.7;
    double second = (1 - Math.pow(0.25, 0.7)) / 0.7;
    assertThat(LogitsByHand.value(loss(0.7), logits, 0, 1))
        .isEqualTo((first + second) / 2, within(1e-15));
  }

  /**
   * (1 - p^q) / q is the integral of exp(-q u) from 0 to -log p, which loses no digits for any q.
   * Simpson's rule on 20 000 intervals of at most 0.01 is right to 1e-9 of it by far.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1e-12, 1e-6, 0.01, 0.3, 0.7, 1})
  void againstAnIntegral(double q) {
    for (double deviation : new double[] {1, 10, 60}) {
      double[] logits = LogitsByHand.random(7, deviation);
      double expected = 0;
      for (int sample = 0; sample < LogitsByHand.LABELS.length; sample++) {
        double crossEntropy =
            -LogitsByHand.logProbability(logits, sample, LogitsByHand.LABELS[sample]);
        expected += integral(q, crossEntropy) / LogitsByHand.LABELS.length;
      }
      assertThat(LogitsByHand.value(loss(q), logits, LogitsByHand.LABELS))
          .isEqualTo(expected, within(1e-9 * expected));
    }
  }

  private static double integral(double q, double end) {
    int intervals = 20_000;
    double step = end / intervals;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      double weight = i == 0 || i == intervals ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-q * i * step);
    }
    return sum * step / 3;
  }

  /** By Taylor's theorem cross-entropy is more by at most q times half its square. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1e-9, 1e-4, 0.1})
  void tendsToCrossEntropy(double q) {
    double[] logits = LogitsByHand.random(11, 3);
    double rounding = 1e-14;
    double squares = 0;
    for (int sample = 0; sample < LogitsByHand.LABELS.length; sample++) {
      double log = LogitsByHand.logProbability(logits, sample, LogitsByHand.LABELS[sample]);
      squares += log * log / LogitsByHand.LABELS.length;
    }
    double lacking =
        crossEntropy(logits) - LogitsByHand.value(loss(q), logits, LogitsByHand.LABELS);
    assertThat(lacking).isBetween(-rounding, q * squares / 2 + rounding);
  }

  @Test
  void isTheMeanAbsoluteErrorAtOne() {
    double[] logits = LogitsByHand.random(13, 2);
    double expected =
        IntStream.range(0, LogitsByHand.LABELS.length)
            .mapToDouble(
                i -> 1 - Math.exp(LogitsByHand.logProbability(logits, i, LogitsByHand.LABELS[i])))
            .average()
            .orElseThrow();
    assertThat(LogitsByHand.value(loss(1), logits, LogitsByHand.LABELS))
        .isEqualTo(expected, within(1e-14));
  }

  /** Rounding: 1e-15 of values up to 10, over steps of 1e-6. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.01, 0.7, 1})
  void gradientAgainstFiniteDifferences(double q) {
    double[] logits = LogitsByHand.random(17, 3);
    double[] expected =
        FiniteDifferences.gradient(
            at -> LogitsByHand.value(loss(q), at, LogitsByHand.LABELS), logits);
    assertThat(LogitsByHand.gradient(loss(q), logits, LogitsByHand.LABELS))
        .containsExactly(expected, within(1e-8));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.7, 1})
  void gradientIsThatOfCrossEntropyTimesAPowerOfTheProbability(double q) {
    double[] logits = LogitsByHand.random(19, 3);
    double[] expected =
        LogitsByHand.gradient(CrossEntropy.UNSMOOTHED::mean, logits, LogitsByHand.LABELS);
    for (int i = 0; i < expected.length; i++) {
      int sample = i / LogitsByHand.CLASSES;
      double log = LogitsByHand.logProbability(logits, sample, LogitsByHand.LABELS[sample]);
      expected[i] *= Math.exp(q * log);
    }
    assertThat(LogitsByHand.gradient(loss(q), logits, LogitsByHand.LABELS))
        .containsExactly(expected, within(1e-14));
  }

  @Test
  void aTinyProbabilityInFloat32CostsAtMostOneOverQAndPullsOnNothing() {
    assertThat(inFloat32(0.7, TINY)).containsExactly(new double[] {1 / 0.7, 0, 0}, within(1e-6));
    assertThat(inFloat32(1, TINY)).containsExactly(new double[] {1, 0, 0}, within(1e-6));
    assertThat(inFloat32(0.7, -1e30)).containsExactly(new double[] {1 / 0.7, 0, 0}, within(1e-6));
  }

  @Test
  void aTinyProbabilityInFloat32CostsItsCrossEntropyForATinyExponent() {
    for (double q : new double[] {1e-30, 1e-12}) {
      double[] found = inFloat32(q, TINY);
      assertThat(found[0]).isCloseTo(-TINY, withinPercentage(1e-4));
      assertThat(Arrays.copyOfRange(found, 1, 3))
          .containsExactly(new double[] {-1, 1}, within(1e-6));
    }
  }

  @Test
  void aCertainLabelCostsNothing() {
    assertThat(inFloat32(0.7, 200)).containsExactly(new double[] {0, 0, 0}, within(0.0));
    assertThat(inFloat32(1e-30, 200)).containsExactly(new double[] {0, 0, 0}, within(0.0));
  }

  /** The loss of one sample with logits (lead, 0) and label 0, then its gradient. */
  private static double[] inFloat32(double q, double lead) {
    try (Scope scope = Scope.open()) {
      Tensor logits = Autograd.leaf(Tensors.of(Device.CPU, new float[] {(float) lead, 0}, 1, 2));
      Tensor total = new GeneralizedCrossEntropy(q).mean(logits, Tensors.labels(Device.CPU, 0));
      double value = Tensors.toDouble(total);
      double[] gradient = Tensors.toDoubles(Autograd.gradients(total, List.of(logits)).get(0));
      return new double[] {value, gradient[0], gradient[1]};
    }
  }

  @Test
  void notANumberStaysOne() {
    assertThat(LogitsByHand.value(loss(0.7), new double[] {Double.NaN, 0}, 0)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1e-31, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void anotherExponentIsRefused(double q) {
    assertThatThrownBy(() -> new GeneralizedCrossEntropy(q))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a q above 0")
        .hasMessageContaining("found " + q);
  }
}
