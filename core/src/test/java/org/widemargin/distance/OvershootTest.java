package org.widemargin.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.Dataset;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Relu;
import org.widemargin.network.Architectures;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;

/** Walks that end far beyond the boundary, where the surface says nothing of its distance. */
class OvershootTest {
  /**
   * The lead of class 0 falls slowly from 1 at 0 to 7/8 at 1, by 8 to -7 1/4 at 2, slowly to -7 3/8
   * at 3, and is flat from there on: it is 0 at 1 + 7/65. From 1/2 the first step leads to 8.
   */
  private static Network cliff() {
    NetworkSpec spec =
        new NetworkSpec(
            "cliff",
            InputSpec.features(1),
            List.of(
                Block.of("fc1", new Linear(4, true), new Relu()),
                Block.of("logits", new Linear(2, true))));
    return Network.of(
        spec,
        Map.of(
            "fc1.linear.weight", new float[] {1, 1, 1, 1},
            "fc1.linear.bias", new float[] {0, -1, -2, -3},
            "logits.linear.weight", new float[] {-0.125f, -8, 8, 0.125f, 0, 0, 0, 0},
            "logits.linear.bias", new float[] {1, 0}),
        Device.CPU);
  }

  private static final double AWAY = 0.5 + 7.0 / 65;

  @ParameterizedTest
  @ValueSource(strings = {"l1", "l2", "linf"})
  void theDistanceIsThatOfTheCrossing(String norm) {
    try (Network network = cliff()) {
      Dataset both =
          Dataset.table("two", 1, new float[] {0.5f, 0.5f}, new int[] {0, 1}, List.of("a", "b"));
      LayerDistances found =
          Objects.requireNonNull(
              BoundaryDistance.refined(Norm.parse(norm), 3)
                  .at(LayerChoice.parse("input"))
                  .of(network, both)
                  .get("input"));
      // 24 halvings of a way of 7 1/2, and the rounding of float32.
      double tolerance = 7.5 * Math.pow(2, -22);
      assertThat(found.nearest(0)).isCloseTo(AWAY, within(tolerance));
      assertThat(found.nearest(1)).isCloseTo(-AWAY, within(tolerance));
      assertThat(found.nearest().shareNegative()).isEqualTo(0.5);
    }
  }

  @Test
  void anAnswersDistanceIsPositive() {
    try (Network network = cliff()) {
      Answer answer = Answer.of(network, List.of(new float[] {0.5f}), Norm.L2).get(0);
      assertThat(answer.predicted()).isZero();
      assertThat(answer.distances().get("input")).isCloseTo(AWAY, within(1e-5));
    }
  }

  /** Rough surfaces, as those of random weights are, and every step that may be the last. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void distancesAreNegativeExactlyWhereTheCompetitorLeads(int refinements) {
    int samples = 200;
    NetworkSpec spec = Architectures.mlp(InputSpec.features(6), List.of(24, 24), 3, 0);
    float[] values = new float[6 * samples];
    double[] drawn = RandomStream.of(3, "rows", 0).doubles(values.length, -2, 2).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) drawn[i];
    }
    int[] labels = RandomStream.of(3, "labels", 0).ints(samples, 0, 3).toArray();
    Dataset dataset = Dataset.table("rows", 6, values, labels, List.of("a", "b", "c"));
    try (Network network = Network.initialise(spec, 3, Device.CPU)) {
      Map<String, LayerDistances> lead = BoundaryDistance.linear(Norm.L2).of(network, dataset);
      BoundaryDistance.refined(Norm.L2, refinements)
          .of(network, dataset)
          .forEach((layer, found) -> assertThat(signs(found)).isEqualTo(signs(get(lead, layer))));
    }
  }

  private static LayerDistances get(Map<String, LayerDistances> distances, String layer) {
    return Objects.requireNonNull(distances.get(layer));
  }

  private static double[][] signs(LayerDistances distances) {
    double[][] signs = new double[distances.samples()][distances.competitors()];
    for (int i = 0; i < signs.length; i++) {
      int sample = i;
      Arrays.setAll(signs[i], rank -> Math.signum(distances.at(sample, rank)));
    }
    return signs;
  }
}
