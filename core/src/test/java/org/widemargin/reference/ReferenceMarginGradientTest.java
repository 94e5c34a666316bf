package org.widemargin.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.reference.ReferenceNetwork.Score;
import org.widemargin.reference.ReferenceOptions.Activation;
import org.widemargin.reference.ReferenceOptions.Aggregation;
import org.widemargin.reference.ReferenceOptions.Boundary;
import org.widemargin.reference.ReferenceOptions.Box;
import org.widemargin.reference.ReferenceOptions.Constant;
import org.widemargin.reference.ReferenceOptions.Exact;
import org.widemargin.reference.ReferenceOptions.Gradient;
import org.widemargin.reference.ReferenceOptions.Misclassified;
import org.widemargin.reference.ReferenceOptions.NormOver;
import org.widemargin.reference.ReferenceOptions.Path;
import org.widemargin.reference.ReferenceOptions.Rival;
import org.widemargin.reference.ReferenceOptions.Scale;

/** Gradients against finite differences, on random networks. */
class ReferenceMarginGradientTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Optional<Box> UNIT_BOX = Optional.of(new Box(0, 1));

  /**
   * The gradient is that of the loss whose fixed quantities stay fixed, for every mode and norm.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void gradientsAgreeWithFiniteDifferencesWhileFixedQuantitiesStay(double p) {
    ReferenceBatch batch = ReferenceBatch.random(0);
    for (ReferenceOptions options : combinations(p)) {
      double[] differences =
          FiniteDifferences.gradient(
              moved ->
                  ReferenceMargin.lossWithFixed(
                      batch.network(),
                      moved,
                      batch.parameters(),
                      batch.inputs(),
                      batch.labels(),
                      options),
              batch.parameters());
      assertClose(batch.gradient(options), differences, options.toString());
    }
  }

  /** In exact mode nothing is fixed: the gradient is that of the loss itself. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void exactGradientsAgreeWithFiniteDifferencesOfTheLoss(double p) {
    for (int seed = 0; seed < 3; seed++) {
      for (Score score : Score.values()) {
        ReferenceBatch batch = ReferenceBatch.random(seed);
        ReferenceOptions options =
            ReferenceBatch.allTaps(p).withScore(score).withGradient(new Exact());
        double[] differences =
            FiniteDifferences.gradient(
                moved ->
                    ReferenceMargin.loss(
                        batch.network(), moved, batch.inputs(), batch.labels(), options),
                batch.parameters());
        assertClose(batch.gradient(options), differences, "seed " + seed + ", " + options);
      }
    }
  }

  @Test
  void exactAndConstantGradientsDiffer() {
    ReferenceBatch batch = ReferenceBatch.random(0);
    double[] exact = batch.gradient(ReferenceBatch.allTaps(2).withGradient(new Exact()));
    double[] constant = batch.gradient(ReferenceBatch.allTaps(2));
    assertThat(batch.loss(ReferenceBatch.allTaps(2).withGradient(new Exact())))
        .isEqualTo(batch.loss(ReferenceBatch.allTaps(2)));
    assertThat(ReferenceNorm.norm(exact, 2))
        .isNotCloseTo(ReferenceNorm.norm(constant, 2), within(0.01));
  }

  @Test
  void convolutionalGradientsAgreeWithFiniteDifferences() {
    Random random = new Random(5);
    ReferenceNetwork network = ReferenceNetworks.convolutional();
    ReferenceBatch batch =
        ReferenceBatch.of(network, network.randomParameters(random, 0.7), 2, random);
    for (Gradient gradient : List.of(new Constant(), new Exact(), Boundary.of(2, 0.5, UNIT_BOX))) {
      ReferenceOptions options = ReferenceBatch.allTaps(network, 2).withGradient(gradient);
      double[] differences =
          FiniteDifferences.gradient(
              moved ->
                  ReferenceMargin.lossWithFixed(
                      network, moved, batch.parameters(), batch.inputs(), batch.labels(), options),
              batch.parameters());
      assertClose(batch.gradient(options), differences, gradient.toString());
    }
  }

  private static List<Gradient> allModes() {
    List<Gradient> modes = new ArrayList<>(ReferenceBatch.modesWithoutBox());
    Boundary boxed = Boundary.of(2, 0.4, UNIT_BOX);
    modes.add(boxed);
    modes.add(boxed.with(NormOver.FREE_COORDINATES));
    modes.add(boxed.with(Activation.DIFFERENTIATED));
    modes.add(boxed.with(Misclassified.LINEAR));
    modes.add(boxed.with(Path.FROM_POINT));
    modes.add(boxed.with(Rival.STRONGEST));
    return modes;
  }

  private static List<ReferenceOptions> combinations(double p) {
    List<ReferenceOptions> combinations = new ArrayList<>();
    for (Gradient gradient : allModes()) {
      for (Score score : Score.values()) {
        for (Aggregation aggregation : Aggregation.values()) {
          combinations.add(
              ReferenceBatch.allTaps(p)
                  .withGradient(gradient)
                  .withScore(score)
                  .withAggregation(aggregation)
                  .withTopK(2)
                  .withScale(Scale.DIMENSION)
                  .withEpsilon(1e-3)
                  .withClip(4)
                  .withCrossEntropyWeight(0.2));
        }
      }
    }
    return combinations;
  }

  private static void assertClose(double[] actual, double[] expected, String what) {
    double scale = Math.max(1, ReferenceNorm.norm(expected, INFINITY));
    assertThat(ReferenceNorm.norm(expected, INFINITY)).as(what).isGreaterThan(1e-3);
    assertThat(actual).as(what).containsExactly(expected, within(1e-6 * scale));
  }
}
