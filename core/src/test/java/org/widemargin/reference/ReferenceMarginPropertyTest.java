package org.widemargin.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.widemargin.reference.ReferenceOptions.Aggregation;
import org.widemargin.reference.ReferenceOptions.Boundary;
import org.widemargin.reference.ReferenceOptions.Box;
import org.widemargin.reference.ReferenceOptions.Gradient;
import org.widemargin.reference.ReferenceOptions.Layer;
import org.widemargin.reference.ReferenceOptions.LayerReduction;
import org.widemargin.reference.ReferenceOptions.Scale;

/** What must hold of the loss for any network. */
class ReferenceMarginPropertyTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Optional<Box> UNIT_BOX = Optional.of(new Box(0, 1));

  @Test
  void withoutRefinementsTheBoundaryModeIsTheConstantOne() {
    for (double p : new double[] {1, 1.5, 2, 3, INFINITY}) {
      ReferenceBatch batch = ReferenceBatch.random(2);
      ReferenceOptions constant = ReferenceBatch.allTaps(p);
      ReferenceOptions boundary = constant.withGradient(Boundary.of(0, 0.1, UNIT_BOX));
      assertThat(batch.loss(boundary)).isEqualTo(batch.loss(constant));
      assertThat(batch.gradient(boundary)).containsExactly(batch.gradient(constant));
    }
  }

  @Test
  void allModesAgreeWithTheExactDistanceOfALinearModel() {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      ReferenceNetwork network = ReferenceNetworks.linear(4, 3);
      double[] parameters = network.randomParameters(random, 1);
      double[] input = ReferenceNetworks.randomInputs(network, 1, random)[0];
      for (double p : new double[] {1, 1.5, 2, 3, INFINITY}) {
        double gap = parameters[12] - parameters[14];
        double[] w = new double[4];
        for (int j = 0; j < 4; j++) {
          w[j] = parameters[j] - parameters[8 + j];
          gap += w[j] * input[j];
        }
        double exact = gap / ReferenceNorm.norm(w, ReferenceNorm.dualExponent(p));
        for (Gradient gradient : ReferenceBatch.modesWithoutBox()) {
          for (Scale scale : Scale.values()) {
            ReferenceOptions options =
                ReferenceOptions.ofTap(0, 1).withNorm(p).withGradient(gradient).withScale(scale);
            double factor =
                scale == Scale.NONE ? 1 : Math.pow(4, 1 / ReferenceNorm.dualExponent(p));
            assertThat(ReferenceMargin.distance(network, parameters, input, 0, 2, 0, options))
                .as("seed %d, %s", seed, options)
                .isCloseTo(exact * factor, within(1e-13 * (1 + Math.abs(exact) * factor)));
          }
        }
      }
    }
  }

  @Test
  void multiplyingTheLogitsLeavesDistancesUnchanged() {
    ReferenceBatch batch = ReferenceBatch.random(4);
    for (Gradient gradient : ReferenceBatch.modesWithoutBox()) {
      ReferenceOptions options = withoutLogits(batch.network(), 2).withGradient(gradient);
      double[] scaled = batch.parameters().clone();
      int logits = batch.network().parameters().get(4).offset();
      for (int k = logits; k < scaled.length; k++) {
        scaled[k] *= 7;
      }
      assertThat(
              ReferenceMargin.loss(
                  batch.network(), scaled, batch.inputs(), batch.labels(), options))
          .isCloseTo(batch.loss(options), within(1e-12));
    }
  }

  @Test
  void aBatchIsTheMeanOfItsSamples() {
    ReferenceBatch batch = ReferenceBatch.random(6);
    for (Gradient gradient : ReferenceBatch.modesWithoutBox()) {
      ReferenceOptions options =
          ReferenceBatch.allTaps(2).withGradient(gradient).withCrossEntropyWeight(0.3);
      double sum = 0;
      for (int s = 0; s < batch.inputs().length; s++) {
        sum +=
            ReferenceMargin.loss(
                batch.network(),
                batch.parameters(),
                new double[][] {batch.inputs()[s]},
                new int[] {batch.labels()[s]},
                options);
      }
      assertThat(batch.loss(options)).isCloseTo(sum / batch.inputs().length, within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void aggregationAndReductionFollowFromSingleDistances(Aggregation aggregation) {
    ReferenceBatch batch = ReferenceBatch.random(8);
    List<Layer> layers = List.of(new Layer(0, 0.7, 2), new Layer(2, 1.3, 0.5));
    ReferenceOptions options =
        ReferenceOptions.of(layers)
            .withAggregation(aggregation)
            .withTopK(2)
            .withClip(1.2)
            .withLayerReduction(LayerReduction.MEAN);
    double expected = 0;
    for (Layer layer : layers) {
      for (int s = 0; s < batch.inputs().length; s++) {
        double[] input = batch.inputs()[s];
        int label = batch.labels()[s];
        double[] v = new double[2];
        for (int c = 0; c < 2; c++) {
          int competitor =
              ReferenceMargin.competitors(
                      batch.network(), batch.parameters(), input, label, options)
                  .get(c);
          double d =
              ReferenceMargin.distance(
                  batch.network(),
                  batch.parameters(),
                  input,
                  label,
                  competitor,
                  layer.tap(),
                  options);
          v[c] = Math.min(Math.max(0, layer.gamma() - d), 1.2 * layer.gamma());
        }
        double aggregated =
            switch (aggregation) {
              case MAX -> Math.max(v[0], v[1]);
              case SUM -> v[0] + v[1];
              case MEAN -> (v[0] + v[1]) / 2;
            };
        expected += layer.weight() * aggregated / batch.inputs().length / layers.size();
      }
    }
    assertThat(batch.loss(options)).isCloseTo(expected, within(1e-14));
  }

  @Test
  void deadReluNetworksGiveAFiniteLossAndGradient() {
    ReferenceNetwork network = ReferenceNetworks.mlp(2, 3, 3, 3);
    double[] parameters = new double[network.parameterCount()];
    Arrays.fill(parameters, -0.1);
    double[][] inputs = {{0.5, 0.5}};
    int[] labels = {1};
    for (Gradient gradient : ReferenceBatch.modesWithoutBox()) {
      for (double p : new double[] {1, 1.5, 2, 3, INFINITY}) {
        ReferenceOptions options =
            ReferenceBatch.allTaps(network, p).withEpsilon(1e-6).withGradient(gradient);
        assertThat(ReferenceMargin.loss(network, parameters, inputs, labels, options)).isFinite();
        for (double d : ReferenceMargin.gradient(network, parameters, inputs, labels, options)) {
          assertThat(d).isFinite();
        }
      }
    }
  }

  private static ReferenceOptions withoutLogits(ReferenceNetwork network, double p) {
    return ReferenceOptions.of(
            ReferenceBatch.allTaps(network, p).layers().subList(0, network.tapCount() - 1))
        .withNorm(p);
  }
}
