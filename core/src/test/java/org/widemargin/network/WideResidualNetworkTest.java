package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.config.Json;
import org.widemargin.file.Sha256;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The networks of Zagoruyko and Komodakis, "Wide Residual Networks" (2016), and their units. */
class WideResidualNetworkTest {
  private static final InputSpec CIFAR = InputSpec.image(3, 32, 32);

  private static NetworkSpec wide(String name) {
    return Architectures.wideResidual(name, CIFAR, 10, 0);
  }

  private static long trained(NetworkSpec spec) {
    return spec.plan().parameters().stream()
        .filter(parameter -> parameter.role().trained())
        .mapToLong(ParameterSpec::count)
        .sum();
  }

  /** Their table 4, in millions with one digit. */
  @ParameterizedTest
  @CsvSource({
    "wrn-40-1, 0.6",
    "wrn-40-2, 2.2",
    "wrn-40-4, 8.9",
    "wrn-28-10, 36.5",
    "wrn-28-12, 52.5",
    "wrn-22-8, 17.2",
    "wrn-22-10, 26.8",
    "wrn-16-8, 11.0",
    "wrn-16-10, 17.1"
  })
  void haveThePublishedSize(String name, double millions) {
    assertThat(Math.round(trained(wide(name)) / 1e5) / 10.0).isEqualTo(millions);
  }

  /** Their table 1 with N = 4 and k = 10: the groups are called conv2 to conv4 there. */
  @Test
  void wrn2810HasThePublishedShapes() {
    Map<String, List<Integer>> ends = new LinkedHashMap<>();
    Map<String, Integer> kernels = new LinkedHashMap<>();
    for (NetworkPlan.Entry entry : wide("wrn-28-10").plan().entries()) {
      ends.put(entry.block(), entry.outputShape());
      if (entry.layer() instanceof Convolution convolution && convolution.kernel().height() == 3) {
        kernels.merge(entry.block(), 1, Integer::sum);
      }
    }
    assertThat(ends)
        .containsExactly(
            Map.entry("conv1", List.of(16, 32, 32)),
            Map.entry("block1", List.of(160, 32, 32)),
            Map.entry("block2", List.of(320, 16, 16)),
            Map.entry("block3", List.of(640, 8, 8)),
            Map.entry("logits", List.of(10)));
    assertThat(kernels)
        .containsExactly(
            Map.entry("conv1", 1),
            Map.entry("block1", 8),
            Map.entry("block2", 8),
            Map.entry("block3", 8));
  }

  @Test
  void thereIsALayerAfterEachUnit() {
    assertThat(wide("wrn-28-10").layerNamesWithUnits())
        .containsExactly(
            "input",
            "conv1",
            "block1.unit1",
            "block1.unit2",
            "block1.unit3",
            "block1",
            "block2.unit1",
            "block2.unit2",
            "block2.unit3",
            "block2",
            "block3.unit1",
            "block3.unit2",
            "block3.unit3",
            "block3",
            "logits");
    assertThat(wide("wrn-10-1").layerNamesWithUnits()).isEqualTo(wide("wrn-10-1").layerNames());
  }

  /** A run that has this name in its configuration is continued, and its lines stay its own. */
  @ParameterizedTest
  @CsvSource({
    "wrn-16-1, 1eaa8da704e5181871b038c187cb4c34192c633641348d09e5356db9fdb6536d",
    "wrn-28-10, 647fdeb25b2a03f772c2e50798fccb5828ca9a87d774aa1d9a398f1ccdc36906"
  })
  void areDescribedAsByEarlierCommits(String name, String sha256) {
    String json = Json.writeLine(wide(name));
    assertThat(Sha256.of(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(sha256);
  }

  static List<NetworkSpec> specs() {
    return List.of(
        Architectures.wideResidual("wrn-16-1", InputSpec.image(3, 8, 8), 5, 0),
        new NetworkSpec(
            "own",
            InputSpec.image(2, 6, 6),
            List.of(
                Block.of(
                    "all",
                    new Residual(List.of(new Convolution(2, 3, 1, 1, true), new Relu()), List.of()),
                    new Relu(),
                    new Residual(List.of(new Convolution(2, 3, 1, 1, true)), List.of()),
                    new MaxPool(2, 2)),
                Block.of("logits", new Flatten(), new Linear(3, true)))));
  }

  /** To the last bit: it is the rest of the same pass. */
  @ParameterizedTest
  @MethodSource("specs")
  void canBeEnteredAtEachLayer(NetworkSpec spec) {
    try (Scope scope = Scope.open();
        Network network = Network.initialise(spec, 1, Device.CPU)) {
      long[] shape = {3, spec.input().shape().dimensions()[0], 0, 0};
      shape[2] = spec.input().shape().dimensions()[1];
      shape[3] = spec.input().shape().dimensions()[2];
      float[] values = new float[Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3])];
      var random = RandomStream.of(2, "input", 0);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      Tensor input = Tensors.of(Device.CPU, values, shape);
      Activations whole = network.forward(input, Mode.INFERENCE);
      assertThat(whole.names()).isEqualTo(spec.layerNamesWithUnits());
      for (String layer : spec.layerNamesWithUnits()) {
        Tensor again = network.logitsFrom(layer, whole.get(layer), Mode.INFERENCE);
        assertThat(Tensors.toFloats(again))
            .as(layer)
            .containsExactly(Tensors.toFloats(whole.logits()));
      }
    }
  }
}
