package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The network of Szegedy et al., "Rethinking the Inception Architecture" (2016). */
class InceptionV3Test {
  private static final InputSpec IMAGENET = InputSpec.image(3, 299, 299);

  private static NetworkSpec inception(int classes) {
    return Architectures.named("inception-v3", IMAGENET, classes, 0);
  }

  private static long trained(List<NetworkPlan.Entry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.parameters().stream())
        .filter(parameter -> parameter.role().trained())
        .mapToLong(ParameterSpec::count)
        .sum();
  }

  /** 27.2 million with the auxiliary classifier, 23.8 million without, as torchvision counts. */
  @Test
  void hasThePublishedSize() {
    NetworkPlan plan = inception(1000).plan();
    assertThat(trained(plan.allEntries())).isEqualTo(27_161_264);
    assertThat(trained(plan.entries())).isEqualTo(23_834_568);
    // 5.7 thousand million, as torchvision states for its weights.
    assertThat(Math.round(plan.multiplyAdds() / 1e7) / 100.0).isEqualTo(5.71);
  }

  /** The grids of their table 1, and the channels between the modules of their release. */
  @Test
  void hasThePublishedShapes() {
    Map<String, List<Integer>> ends = new LinkedHashMap<>();
    NetworkPlan plan = inception(1000).plan();
    plan.entries().forEach(entry -> ends.put(entry.block(), entry.outputShape()));
    assertThat(ends)
        .containsExactly(
            Map.entry("conv1a", List.of(32, 149, 149)),
            Map.entry("conv2a", List.of(32, 147, 147)),
            Map.entry("conv2b", List.of(64, 147, 147)),
            Map.entry("pool1", List.of(64, 73, 73)),
            Map.entry("conv3b", List.of(80, 73, 73)),
            Map.entry("conv4a", List.of(192, 71, 71)),
            Map.entry("pool2", List.of(192, 35, 35)),
            Map.entry("mixed5b", List.of(256, 35, 35)),
            Map.entry("mixed5c", List.of(288, 35, 35)),
            Map.entry("mixed5d", List.of(288, 35, 35)),
            Map.entry("mixed6a", List.of(768, 17, 17)),
            Map.entry("mixed6b", List.of(768, 17, 17)),
            Map.entry("mixed6c", List.of(768, 17, 17)),
            Map.entry("mixed6d", List.of(768, 17, 17)),
            Map.entry("mixed6e", List.of(768, 17, 17)),
            Map.entry("mixed7a", List.of(1280, 8, 8)),
            Map.entry("mixed7b", List.of(2048, 8, 8)),
            Map.entry("mixed7c", List.of(2048, 8, 8)),
            Map.entry("logits", List.of(1000)));
    List<NetworkPlan.Entry> auxiliary = plan.auxiliaryEntries();
    assertThat(auxiliary.get(0).outputShape()).containsExactly(768, 5, 5);
    assertThat(auxiliary.get(auxiliary.size() - 2).inputShape()).containsExactly(768, 1, 1);
    assertThat(auxiliary.get(auxiliary.size() - 1).outputShape()).containsExactly(1000);
  }

  /**
   * Weights with torchvision's names, given to a network written down by hand in plain loops: with
   * padding left out of the means, and counted as torchvision counts it.
   */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"inception-v3", "inception-v3-torchvision"})
  void computesWhatAnIndependentOneComputesOfWeightsWithTorchvisionsNames(String name) {
    computesWhatAnIndependentOneComputes(InceptionV3.named(name), 299);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theReducedOneComputesWhatAnIndependentOneComputes(boolean countsPadding) {
    computesWhatAnIndependentOneComputes(new InceptionV3(true, countsPadding), 32);
  }

  private static void computesWhatAnIndependentOneComputes(InceptionV3 inception, int side) {
    NetworkSpec spec = withTorchvisionsNames(inception, InputSpec.image(3, side, side));
    Map<String, double[]> own = KindNetworks.parameters(spec, 1);
    Map<String, double[]> external = new LinkedHashMap<>();
    own.forEach((name, values) -> external.put(spec.externalName(name), values));
    assertThat(external).hasSameSizeAs(own);
    int plane = side * side;
    double[] pixels = RandomStream.of(2, "pixels", 0).doubles(3L * plane).toArray();
    double[][] channels = new double[3][];
    for (int channel = 0; channel < 3; channel++) {
      channels[channel] = Arrays.copyOfRange(pixels, channel * plane, (channel + 1) * plane);
    }
    TorchvisionInception independent =
        new TorchvisionInception(external, inception.reduced(), inception.countsPadding());
    TorchvisionInception.Logits expected =
        independent.logits(new TorchvisionInception.Image(side, side, channels));
    assertThat(independent.used()).isEqualTo(external.keySet());

    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, own, Device.CPU)) {
      Tensor input = Tensors.of(Device.CPU, pixels, 1, 3, side, side);
      assertClose(Tensors.toDoubles(network.logits(input)), expected.main());
      // The second output stands on the value of the same pass.
      Tensor below = network.forward(input, Mode.INFERENCE).get("mixed6e");
      int grid = Math.toIntExact(below.size(2));
      NetworkSpec second =
          new NetworkSpec(
              "auxiliary",
              InputSpec.image(Math.toIntExact(below.size(1)), grid, grid),
              List.of(
                  new Block(Auxiliary.NAME, Objects.requireNonNull(spec.auxiliary()).layers())));
      Map<String, double[]> ofSecond = new LinkedHashMap<>(own);
      ofSecond.keySet().removeIf(name -> !spec.isOfAuxiliary(name));
      try (Network auxiliary = Network.ofDoubles(second, ofSecond, Device.CPU)) {
        assertClose(Tensors.toDoubles(auxiliary.logits(below)), expected.auxiliary());
      }
    }
  }

  /** The reduced one has no names from elsewhere: it is given those that its layers have there. */
  private static NetworkSpec withTorchvisionsNames(InceptionV3 inception, InputSpec input) {
    NetworkSpec spec = inception.spec(input, 10, 0);
    if (spec.externalNames() != null) {
      return spec;
    }
    Map<String, String> names = InceptionV3Names.torchvision();
    List<String> parameters = spec.plan().parameters().stream().map(ParameterSpec::name).toList();
    names
        .keySet()
        .removeIf(layer -> parameters.stream().noneMatch(name -> name.startsWith(layer + ".")));
    return new NetworkSpec(spec.name(), input, spec.blocks(), names, spec.auxiliary());
  }

  /** torchvision's is the same network but for the means at the borders. */
  @Test
  void torchvisionsDiffersInItsMeansAlone() {
    NetworkSpec ours = inception(10);
    NetworkSpec theirs = Architectures.named("inception-v3-torchvision", IMAGENET, 10, 0);
    assertThat(Yaml.write(ours)).contains("count-include-pad: false");
    assertThat(Yaml.write(theirs))
        .isEqualTo(
            Yaml.write(ours)
                .replaceFirst("inception-v3", "inception-v3-torchvision")
                .replaceAll(" *count-include-pad: false\\R", ""));
  }

  private static void assertClose(double[] found, double[] expected) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(scale).isPositive();
    assertThat(found).containsExactly(expected, within(1e-9 * scale));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inception-v3", "inception-v3-torchvision", "inception-v3-reduced"})
  void isDataThatCanBeWrittenAndRead(String name) {
    NetworkSpec spec = Architectures.named(name, Architectures.usualInput(name), 10, 0.5);
    assertThat(Yaml.readText(Yaml.write(spec), "inception.yaml", NetworkSpec.class))
        .isEqualTo(spec);
    assertThat(spec.standardized().auxiliary()).isEqualTo(spec.auxiliary());
  }

  /** An eighth of the channels, behind a stem that keeps the resolution. */
  @Test
  void theReducedOneHasTheSameModules() {
    NetworkSpec reduced =
        Architectures.named("inception-v3-reduced", InputSpec.image(3, 32, 32), 10, 0);
    List<String> modules =
        inception(10).layerNames().stream().filter(name -> name.startsWith("mixed")).toList();
    assertThat(reduced.layerNames())
        .containsExactlyElementsOf(
            Stream.of(List.of("input", "conv4a"), modules, List.of("logits"))
                .flatMap(List::stream)
                .toList());
    Map<String, List<Integer>> ends = new LinkedHashMap<>();
    reduced.plan().entries().forEach(entry -> ends.put(entry.block(), entry.outputShape()));
    assertThat(ends)
        .containsEntry("conv4a", List.of(24, 32, 32))
        .containsEntry("mixed5d", List.of(36, 32, 32))
        .containsEntry("mixed6e", List.of(96, 15, 15))
        .containsEntry("mixed7c", List.of(256, 7, 7));
  }

  @Test
  void smallImagesAndRowsAreRefused() {
    assertThatThrownBy(
            () -> Architectures.named("inception-v3", InputSpec.image(3, 224, 224), 10, 0))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "model 'inception-v3': expected images of at least 299 x 299 pixels, found 224 x 224");
    assertThatThrownBy(() -> Architectures.named("inception-v3", InputSpec.features(7), 10, 0))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("model 'inception-v3' takes images");
  }
}
