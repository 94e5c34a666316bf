package org.widemargin.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Linear;
import org.widemargin.network.Architectures;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class LinearisationQualityTest {
  private static final int SAMPLES = 60;
  private static final int FEATURES = 6;

  /** Random rows with the classes that the network predicts, moved on by an offset. */
  private static Dataset labelled(Network network, int offset) {
    float[] values = new float[SAMPLES * FEATURES];
    SplittableRandom random = RandomStream.of(9, "rows", 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    try (Scope scope = Scope.open()) {
      int[] labels =
          Tensors.toInts(
              PerSample.argmax(
                  network.logits(Tensors.of(Device.CPU, values, SAMPLES, FEATURES)).detach()));
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (labels[i] + offset) % 3;
      }
      return Dataset.table("rows", FEATURES, values, labels, List.of("a", "b", "c"));
    }
  }

  @Test
  void isOneForALinearModel() {
    try (Network network =
        Network.initialise(Architectures.linear(InputSpec.features(FEATURES), 3), 2, Device.CPU)) {
      LinearisationQuality quality =
          LinearisationQuality.of(
              network, labelled(network, 0), "input", TrueDistance.of(Norm.L2), 2, 25);
      assertThat(quality.samples()).isEqualTo(SAMPLES);
      assertThat(quality.ratios()).hasSize(3);
      for (LinearisationQuality.Ratio ratio : quality.ratios()) {
        assertThat(ratio.low()).isCloseTo(1, within(1e-3));
        assertThat(ratio.median()).isCloseTo(1, within(1e-3));
        assertThat(ratio.high()).isCloseTo(1, within(1e-3));
      }
    }
  }

  /** With random weights, where the surface is as rough as it gets. */
  @Test
  void scattersLessWithRefinementsOnANetwork() {
    try (Network network =
        Network.initialise(
            Architectures.mlp(InputSpec.features(FEATURES), List.of(24, 24), 3, 0),
            3,
            Device.CPU)) {
      LinearisationQuality quality =
          LinearisationQuality.of(
              network, labelled(network, 0), "input", TrueDistance.of(Norm.L2), 3, 60);
      List<Double> widths =
          quality.ratios().stream().map(ratio -> ratio.high() - ratio.low()).toList();
      assertThat(widths.get(3)).as("%s", quality).isLessThan(widths.get(0));
    }
  }

  /**
   * From (0.9, 0.5) the nearest point with a sum of 1.75 has a first pixel above 1: inside the
   * range that only the data set tells, the way there is longer, for the estimate as for the truth.
   */
  @Test
  void bothStayInsideTheRangeOfTheSamples() {
    SampleShape.Image shape = new SampleShape.Image(1, 1, 2);
    NetworkSpec spec =
        new NetworkSpec(
            "unbounded",
            new InputSpec(shape, null),
            List.of(Block.of("logits", new Flatten(), new Linear(2, true))));
    Map<String, float[]> values =
        Map.of(
            "logits.linear.weight", new float[] {-1, -1, 0, 0},
            "logits.linear.bias", new float[] {1.75f, 0});
    byte[] pixels = {(byte) 230, (byte) 128};
    Dataset dataset = Dataset.images("pixels", shape, pixels, new int[1], List.of("zero", "one"));
    try (Network network = Network.of(spec, values, Device.CPU)) {
      LinearisationQuality quality =
          LinearisationQuality.of(network, dataset, "input", TrueDistance.of(Norm.L2), 1, 1);
      assertThat(quality.ratios().get(1).median()).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void saysWhenNothingIsClassifiedCorrectly() {
    try (Network network =
        Network.initialise(Architectures.linear(InputSpec.features(FEATURES), 3), 2, Device.CPU)) {
      assertThatThrownBy(
              () ->
                  LinearisationQuality.of(
                      network, labelled(network, 1), "input", TrueDistance.of(Norm.L2), 0, 60))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("none among 60");
    }
  }
}
