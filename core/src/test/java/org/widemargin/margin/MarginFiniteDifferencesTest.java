package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.DistanceSpec.Scale;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.Score;
import org.widemargin.margin.MarginSpec.OverLayers;
import org.widemargin.norm.Norm;
import org.widemargin.reference.ReferenceNetworks;

/**
 * The loss's own gradient, in float64, against central finite differences: of the loss as it is in
 * the exact mode, of the loss with its denominators held fixed in the constant mode.
 *
 * <p>With the seed in use no step of the differences crosses a kink of the loss; one that did would
 * show as a deviation of a thousandth and more.
 */
class MarginFiniteDifferencesTest {
  /** Of the largest element of the gradient. */
  private static final double TOLERANCE = 1e-6;

  private static final long SEED = 22;

  private static final TwinBatch PERCEPTRON =
      TwinBatch.random(ReferenceNetworks.mlp(2, 5, 4, 3), 4, 0.9, SEED);
  private static final TwinBatch CONVOLUTIONAL =
      TwinBatch.random(ReferenceNetworks.convolutional(), 2, 0.7, SEED);

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, Double.POSITIVE_INFINITY})
  void exactGradientIsThatOfTheLoss(double p) {
    GradientMode exact = new GradientMode.Exact();
    assertGradientOfTheLoss(PERCEPTRON, aboutLogits(PERCEPTRON, p, exact));
    assertGradientOfTheLoss(PERCEPTRON, aboutProbabilities(PERCEPTRON, p, exact));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.5, Double.POSITIVE_INFINITY})
  void exactGradientIsThatOfTheLossOfAConvolutionalNetwork(double p) {
    assertGradientOfTheLoss(CONVOLUTIONAL, aboutLogits(CONVOLUTIONAL, p, new GradientMode.Exact()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, Double.POSITIVE_INFINITY})
  void constantGradientIsThatOfTheLossWithFixedDenominators(double p) {
    GradientMode constant = new GradientMode.Constant();
    assertGradientWithFixedDenominators(PERCEPTRON, aboutLogits(PERCEPTRON, p, constant));
    assertGradientWithFixedDenominators(PERCEPTRON, aboutProbabilities(PERCEPTRON, p, constant));
  }

  @Test
  void constantGradientIsThatOfAConvolutionalNetworkWithFixedDenominators() {
    assertGradientWithFixedDenominators(
        CONVOLUTIONAL, aboutLogits(CONVOLUTIONAL, 2, new GradientMode.Constant()));
  }

  /** What the paper's mode leaves out is not small. */
  @Test
  void exactAndConstantGradientsDiffer() {
    MarginSpec spec = aboutLogits(PERCEPTRON, 2, new GradientMode.Constant()).spec();
    MarginSpec whole = spec.with(set(MarginSpec::gradient).to(new GradientMode.Exact()));
    try (Twin twin = PERCEPTRON.twin()) {
      Twin.LossAndGradient constant =
          twin.lossAndGradient(spec, PERCEPTRON.inputs(), PERCEPTRON.labels());
      Twin.LossAndGradient exact =
          twin.lossAndGradient(whole, PERCEPTRON.inputs(), PERCEPTRON.labels());
      assertThat(exact.loss()).isEqualTo(constant.loss());
      assertThat(largestDifference(exact.gradient(), constant.gradient()))
          .isGreaterThan(0.1 * largest(exact.gradient()));
    }
  }

  private static void assertGradientOfTheLoss(TwinBatch batch, MarginCase which) {
    MarginSpec spec = which.spec();
    double[] differences =
        batch.differences(moved -> moved.loss(spec, batch.inputs(), batch.labels()));
    try (Twin twin = batch.twin()) {
      double[] found = twin.lossAndGradient(spec, batch.inputs(), batch.labels()).gradient();
      assertClose(found, differences, which);
    }
  }

  private static void assertGradientWithFixedDenominators(TwinBatch batch, MarginCase which) {
    try (Twin twin = batch.twin()) {
      FixedDenominatorLoss fixed = new FixedDenominatorLoss(twin, which, batch);
      Twin.LossAndGradient found =
          twin.lossAndGradient(which.spec(), batch.inputs(), batch.labels());
      assertThat(fixed.of(twin)).as("%s", which).isCloseTo(found.loss(), within(1e-12));
      assertClose(found.gradient(), batch.differences(fixed::of), which);
    }
  }

  private static void assertClose(double[] found, double[] differences, MarginCase which) {
    assertThat(largest(differences)).as("seed %d, %s", SEED, which).isGreaterThan(0.01);
    assertThat(largestDifference(found, differences))
        .as("seed %d, %s", SEED, which)
        .isLessThanOrEqualTo(TOLERANCE * largest(differences));
  }

  private static MarginCase aboutLogits(TwinBatch batch, double p, GradientMode mode) {
    return new MarginCase(
        MarginCase.allTaps(batch.network()),
        new Norm(p),
        Aggregation.MAX,
        Score.LOGITS,
        mode,
        0,
        Scale.NONE,
        4,
        OverLayers.SUM,
        1e-6,
        0);
  }

  private static MarginCase aboutProbabilities(TwinBatch batch, double p, GradientMode mode) {
    return new MarginCase(
        MarginCase.allTaps(batch.network()),
        new Norm(p),
        Aggregation.SUM,
        Score.PROBABILITIES,
        mode,
        2,
        Scale.DIMENSION,
        Double.POSITIVE_INFINITY,
        OverLayers.MEAN,
        1e-3,
        0);
  }

  private static double largest(double[] values) {
    return largestDifference(values, new double[values.length]);
  }

  private static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int k = 0; k < a.length; k++) {
      largest = Math.max(largest, Math.abs(a[k] - b[k]));
    }
    return largest;
  }
}
