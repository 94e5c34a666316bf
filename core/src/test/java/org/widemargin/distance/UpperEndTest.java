package org.widemargin.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Relu;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class UpperEndTest {
  private static final NetworkSpec LINEAR =
      new NetworkSpec(
          "linear",
          InputSpec.image(1, 1, 2),
          List.of(Block.of("logits", new Flatten(), new Linear(2, true))));

  /**
   * Class 0 unless the first pixel is almost 1: {@code relu(100 x - 99)} is flat where samples are,
   * and no gradient leads anywhere.
   */
  private static final NetworkSpec FLAT =
      new NetworkSpec(
          "flat",
          InputSpec.image(1, 1, 2),
          List.of(
              Block.of("fc1", new Flatten(), new Linear(1, true), new Relu()),
              Block.of("logits", new Linear(2, true))));

  private static Dataset dataset(int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    int[] labels = new int[pixels.length / 2];
    return Dataset.images(
        "pixels", new SampleShape.Image(1, 1, 2), bytes, labels, List.of("zero", "one"));
  }

  private static Network flat() {
    return Network.of(
        FLAT,
        Map.of(
            "fc1.linear.weight", new float[] {100, 0},
            "fc1.linear.bias", new float[] {-99},
            "logits.linear.weight", new float[] {0, 1},
            "logits.linear.bias", new float[] {0.5f, 0}),
        Device.CPU);
  }

  private static double of(Network network, Norm norm, Dataset others, double... pixels) {
    try (Scope scope = Scope.open();
        UpperEnd upper = new UpperEnd(network, norm, others)) {
      float[] sample = {(float) pixels[0], (float) pixels[1]};
      Tensor input = Tensors.of(Device.CPU, sample, 1, 1, 1, 2);
      return upper.of(input, Tensors.labels(Device.CPU, 0))[0];
    }
  }

  @ParameterizedTest
  @CsvSource({"linf, 0.1", "l1, 0.2", "l2, 0.1414213562"})
  void onALinearModelItIsTheDistance(String norm, double distance) {
    try (Network network =
        Network.of(
            LINEAR,
            Map.of(
                "logits.linear.weight", new float[] {0, 0, 1, 1},
                "logits.linear.bias", new float[] {0, -1}),
            Device.CPU)) {
      assertThat(of(network, Norm.parse(norm), dataset(0, 0, 255, 255), 0.4, 0.4))
          .isCloseTo(distance, within(1e-5));
    }
  }

  /** From (0.2, 0.5) to (1, 1) the boundary is at 0.995: 0.795 / 0.8 of the way. */
  @Test
  void whereNoGradientLeadsTheWayToAnotherSampleDoes() {
    try (Network network = flat()) {
      Dataset others = dataset(0, 0, 255, 255, 255, 0);
      double found = of(network, Norm.LINF, others, 0.2, 0.5);
      assertThat(found).isBetween(0.794, 0.8);
    }
  }

  @Test
  void aMisclassifiedSampleIsThereAlready() {
    try (Network network = flat()) {
      assertThat(of(network, Norm.LINF, dataset(0, 0), 1, 0.5)).isZero();
    }
  }

  @Test
  void noneIsKnownWhereEverySampleIsOfOneClass() {
    try (Network network =
        Network.of(
            LINEAR,
            Map.of(
                "logits.linear.weight", new float[4],
                "logits.linear.bias", new float[] {1, 0}),
            Device.CPU)) {
      assertThat(of(network, Norm.L2, dataset(0, 0, 255, 255), 0.4, 0.4)).isInfinite();
    }
  }
}
