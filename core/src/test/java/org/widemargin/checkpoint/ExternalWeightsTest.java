package org.widemargin.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class ExternalWeightsTest {
  private static final String SPEC =
      """
      name: foreign
      input: {shape: [2]}
      blocks:
        - name: fc1
          layers: [linear: {features: 2}, batch-norm: {}, relu: {}]
        - name: logits
          layers: [linear: {features: 2, bias: false}]
      external-names:
        fc1.linear: net.0
        fc1.batch-norm: net.1
        logits.linear.weight: head
      """;

  private static final Map<String, StoredTensor> TENSORS =
      Map.of(
          "net.0.weight", StoredTensor.ofFloats(new long[] {2, 2}, 1, 2, 3, 4),
          "net.0.bias", StoredTensor.ofFloats(new long[] {2}, 0.5f, -0.5f),
          "net.1.weight", StoredTensor.ofFloats(new long[] {2}, 1, 1),
          "net.1.bias", StoredTensor.ofFloats(new long[] {2}, 0, 0),
          "net.1.running_mean", StoredTensor.ofFloats(new long[] {2}, 0, 0),
          "net.1.running_var", StoredTensor.ofFloats(new long[] {2}, 1, 1),
          "net.1.num_batches_tracked", StoredTensor.ofLongs(new long[0], 7),
          "head", StoredTensor.ofDoubles(new long[] {2, 2}, 1, 0, 0, 1));

  @TempDir private Path folder;

  private static NetworkSpec spec() {
    return Yaml.readText(SPEC, "spec", NetworkSpec.class);
  }

  private Path file(Map<String, StoredTensor> changes, String removed) {
    Map<String, StoredTensor> tensors = new TreeMap<>(TENSORS);
    tensors.putAll(changes);
    tensors.remove(removed);
    Path file = folder.resolve("weights.safetensors");
    Safetensors.write(file, new SafetensorsFile(tensors, Map.of()));
    return file;
  }

  private void assertRefused(Map<String, StoredTensor> changes, String removed, String... parts) {
    Path file = file(changes, removed);
    assertThatThrownBy(() -> ExternalWeights.load(spec(), file, Device.CPU))
        .isInstanceOf(InputException.class)
        .message()
        .contains(parts);
  }

  /** The second tensor of a name would take the place of the first. */
  @Test
  void oneNameForTwoParametersIsRefused() {
    String twice = SPEC.replace("logits.linear.weight: head", "logits.linear.weight: net.0.weight");
    assertThatThrownBy(() -> Yaml.readText(twice, "spec", NetworkSpec.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "found 'net.0.weight' for fc1.linear.weight and logits.linear.weight");
  }

  @Test
  void bindsTensorsByTheTable() {
    try (Network network = ExternalWeights.load(spec(), file(Map.of(), ""), Device.CPU);
        Scope scope = Scope.open()) {
      Tensor logits = network.logits(Tensors.of(Device.CPU, new float[] {1, 1}, 1, 2));
      // Batch normalisation divides by the root of 1 + 1e-5.
      assertThat(Tensors.toFloats(logits)[0]).isBetween(3.49f, 3.5f);
      assertThat(Tensors.toFloats(logits)[1]).isBetween(6.49f, 6.5f);
    }
  }

  @Test
  void theFirstMissingTensorIsNamed() {
    assertRefused(Map.of(), "net.0.bias", "'net.0.bias'", "fc1.linear.bias", "found none");
  }

  @Test
  void theFirstWrongShapeIsNamed() {
    assertRefused(
        Map.of("net.0.weight", StoredTensor.ofFloats(new long[] {1, 4}, 1, 2, 3, 4)),
        "",
        "'net.0.weight'",
        "expected shape [2, 2]",
        "found [1, 4]");
  }

  @Test
  void aTensorWithoutAPlaceIsNamed() {
    assertRefused(
        Map.of("net.9.weight", StoredTensor.ofFloats(new long[] {1}, 1)), "", "'net.9.weight'");
  }

  @Test
  void aNanIsFound() {
    assertRefused(
        Map.of("net.0.bias", StoredTensor.ofFloats(new long[] {2}, 1, Float.NaN)),
        "",
        "'net.0.bias'",
        "finite weights, found NaN");
  }

  @Test
  void integersAreNoWeights() {
    assertRefused(
        Map.of("net.0.bias", StoredTensor.ofLongs(new long[] {2}, 1, 2)), "", "floating-point");
  }

  @Test
  void aTableWithAnUnknownLayerIsRefused() {
    assertThatThrownBy(
            () ->
                Yaml.readText(
                    SPEC.replace("fc1.linear:", "fc1.lineal:"), "spec", NetworkSpec.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'fc1.lineal'")
        .hasMessageContaining("fc1.linear");
  }

  @Test
  void withoutATableNamesAreOurs() {
    NetworkSpec ours = new NetworkSpec("ours", spec().input(), spec().blocks());
    assertThat(ours.externalName("fc1.linear.weight")).isEqualTo("fc1.linear.weight");
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    ours.plan()
        .parameters()
        .forEach(
            parameter ->
                tensors.put(
                    parameter.name(),
                    StoredTensor.ofFloats(parameter.sizes(), new float[parameter.count()])));
    Path file = folder.resolve("ours.safetensors");
    Safetensors.write(file, new SafetensorsFile(tensors, Map.of()));
    try (Network network = ExternalWeights.load(ours, file, Device.CPU)) {
      assertThat(network.state().keySet()).containsExactlyElementsOf(tensors.keySet());
    }
  }

  @Test
  void theSpecOfTheThirdPartyNetworkIsWhole() {
    NetworkSpec spec = Yaml.read(Path.of("../specs/trades-mnist-smallcnn.yaml"), NetworkSpec.class);
    assertThat(spec.classes()).isEqualTo(10);
    List<String> names =
        spec.plan().parameters().stream()
            .map(parameter -> spec.externalName(parameter.name()))
            .toList();
    assertThat(names)
        .hasSize(14)
        .contains("feature_extractor.conv1.weight", "classifier.fc3.bias")
        .allMatch(name -> name.startsWith("feature_extractor.") || name.startsWith("classifier."));
    assertThat(Yaml.readText(Yaml.write(spec), "written", NetworkSpec.class)).isEqualTo(spec);
  }
}
