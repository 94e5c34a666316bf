package org.widemargin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.reference.FiniteDifferences;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Functions;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Cross-entropy with smoothed labels, alone and as a part of the other losses. */
class LabelSmoothingTest {
  private static final double SMOOTHING = 0.2;
  private static final CrossEntropy SMOOTHED = new CrossEntropy(SMOOTHING);

  /** Probabilities 1/4 and 3/4; targets 0.1 and 0.9. */
  @Test
  void byHandForTwoClasses() {
    double expected = -0.1 * Math.log(0.25) - 0.9 * Math.log(0.75);
    assertThat(LogitsByHand.value(SMOOTHED::mean, new double[] {0, Math.log(3)}, 1))
        .isEqualTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.99})
  void againstTheDefinition(double smoothing) {
    double[] logits = LogitsByHand.random(3, 4);
    double expected = 0;
    for (int sample = 0; sample < LogitsByHand.LABELS.length; sample++) {
      for (int i = 0; i < LogitsByHand.CLASSES; i++) {
        double target = target(smoothing, sample, i);
        expected -=
            target * LogitsByHand.logProbability(logits, sample, i) / LogitsByHand.LABELS.length;
      }
    }
    assertThat(LogitsByHand.value(new CrossEntropy(smoothing)::mean, logits, LogitsByHand.LABELS))
        .isEqualTo(expected, within(1e-13));
  }

  private static double target(double smoothing, int sample, int index) {
    return smoothing / LogitsByHand.CLASSES
        + (index == LogitsByHand.LABELS[sample] ? 1 - smoothing : 0);
  }

  /** The derivative by a logit is the probability less the target. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.99})
  void gradientIsProbabilityLessTarget(double smoothing) {
    double[] logits = LogitsByHand.random(5, 3);
    double[] expected = new double[logits.length];
    for (int i = 0; i < expected.length; i++) {
      int sample = i / LogitsByHand.CLASSES;
      int index = i % LogitsByHand.CLASSES;
      double probability = Math.exp(LogitsByHand.logProbability(logits, sample, index));
      expected[i] = (probability - target(smoothing, sample, index)) / LogitsByHand.LABELS.length;
    }
    LogitsByHand.Mean loss = new CrossEntropy(smoothing)::mean;
    double[] found = LogitsByHand.gradient(loss, logits, LogitsByHand.LABELS);
    assertThat(found).containsExactly(expected, within(1e-14));
    // Rounding: 1e-15 of values up to 10, over steps of 1e-6.
    assertThat(found)
        .containsExactly(
            FiniteDifferences.gradient(
                at -> LogitsByHand.value(loss, at, LogitsByHand.LABELS), logits),
            within(1e-8));
  }

  @Test
  void withoutItNoBitOfTheLossChanges() {
    try (Scope scope = Scope.open()) {
      float[] values = new float[12];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) LogitsByHand.random(23, 5)[i];
      }
      Tensor logits = Tensors.of(Device.CPU, values, 3, 4);
      Tensor labels = Tensors.labels(Device.CPU, LogitsByHand.LABELS);
      assertThat(Tensors.toDouble(CrossEntropy.UNSMOOTHED.mean(logits, labels)))
          .isEqualTo(Tensors.toDouble(Functions.crossEntropyPerSample(logits, labels).mean()));
    }
  }

  /** A logit far below the others costs a share of its depth, where p is below any float. */
  @Test
  void aTinyProbabilityOfAnotherClassCostsItsShare() {
    assertThat(LogitsByHand.value(SMOOTHED::mean, new double[] {1000, 0}, 0))
        .isEqualTo(0.1 * 1000, within(1e-12));
  }

  @Test
  void hingeAndMarginTakeTheSmoothedCrossEntropy() {
    assertTakes(crossEntropy -> new HingeLoss(new Hinge(1, 0.3), crossEntropy), 0.3);
    MarginSpec spec = MarginSpec.paper().with(set(MarginSpec::crossEntropyWeight).to(2.0));
    assertTakes(crossEntropy -> new MarginLoss(spec, crossEntropy), 2);
  }

  private static void assertTakes(Function<CrossEntropy, Loss> loss, double weight) {
    try (Scope scope = Scope.open();
        Network network =
            Network.initialise(Architectures.linear(InputSpec.features(3), 4), 5, Device.CPU)) {
      Tensor input = Autograd.leaf(Tensors.of(Device.CPU, new float[] {1, -2, 3, 4, 0, 1}, 2, 3));
      Activations activations = network.forward(input, Mode.INFERENCE);
      Tensor labels = Tensors.labels(Device.CPU, 1, 3);
      LossValue plain = loss.apply(CrossEntropy.UNSMOOTHED).of(activations, labels);
      LossValue smoothed = loss.apply(SMOOTHED).of(activations, labels);

      double expected = Tensors.toDouble(SMOOTHED.mean(activations.logits(), labels));
      assertThat(part(smoothed)).isEqualTo(expected);
      double more = weight * (expected - part(plain));
      assertThat(Math.abs(more)).isGreaterThan(1e-2);
      // Sums of a few numbers below 100 in float32.
      assertThat(Tensors.toDouble(smoothed.total()) - Tensors.toDouble(plain.total()))
          .isEqualTo(more, within(1e-4));
    }
  }

  private static double part(LossValue value) {
    Map<String, Tensor> parts = value.parts();
    return Tensors.toDouble(Objects.requireNonNull(parts.get("cross-entropy")));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void anotherShareIsRefused(double smoothing) {
    assertThatThrownBy(() -> new CrossEntropy(smoothing))
        .isInstanceOf(InputException.class)
        .hasMessage("expected a label-smoothing of at least 0 and below 1, found " + smoothing);
  }
}
