package org.widemargin.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Json;
import org.widemargin.error.InputException;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class CheckpointTest {
  private static final NetworkSpec SPEC =
      Architectures.mnistCnnBatchNorm(InputSpec.image(1, 8, 8), 3, 0.1);
  private static final String WEIGHT = "conv1.convolution.weight";

  @TempDir private Path folder;

  private static CheckpointManifest manifest() {
    return new CheckpointManifest(
        CheckpointManifest.FORMAT_VERSION,
        SPEC,
        12,
        Map.of("seed", "1", "learning-rate", "0.1"),
        new CheckpointManifest.Progress(10, 0.75, 2, Map.of("loss", 1.0 / 3)),
        null);
  }

  private Path saved() {
    Path file = folder.resolve("last.safetensors");
    try (Scope scope = Scope.open();
        Network network = Network.initialise(SPEC, 5, Device.CPU)) {
      Tensor state = Tensors.of(Device.CPU, new float[] {1, 2, 3}, 3);
      Checkpoint.of(manifest(), network, Map.of(), Map.of("w/momentum", state), Map.of())
          .save(file);
    }
    return file;
  }

  /** A checkpoint of an average, with the weights of another network beside it. */
  private Path savedAverage() {
    Path file = folder.resolve("last.safetensors");
    try (Scope scope = Scope.open();
        Network average = Network.initialise(SPEC, 5, Device.CPU);
        Network raw = Network.initialise(SPEC, 6, Device.CPU)) {
      Checkpoint.of(manifest(), average, raw.state(), Map.of(), Map.of()).save(file);
    }
    return file;
  }

  private static void assertSame(Network found, long seed) {
    try (Scope scope = Scope.open();
        Network expected = Network.initialise(SPEC, seed, Device.CPU)) {
      assertThat(found.spec()).isEqualTo(SPEC);
      assertThat(found.state().keySet()).isEqualTo(expected.state().keySet());
      expected
          .state()
          .forEach(
              (name, tensor) ->
                  assertThat(Tensors.toFloats(found.tensor(name)))
                      .as(name)
                      .isEqualTo(Tensors.toFloats(tensor)));
    }
  }

  /** Rewrites a saved checkpoint with one tensor changed. */
  private static void change(Path file, String name, StoredTensor tensor) {
    SafetensorsFile content = Safetensors.read(file);
    Map<String, StoredTensor> tensors = new TreeMap<>(content.tensors());
    tensors.put(name, tensor);
    Safetensors.write(file, new SafetensorsFile(tensors, content.metadata()));
  }

  private static void remove(Path file, String name) {
    SafetensorsFile content = Safetensors.read(file);
    Map<String, StoredTensor> tensors = new TreeMap<>(content.tensors());
    tensors.remove(name);
    Safetensors.write(file, new SafetensorsFile(tensors, content.metadata()));
  }

  @Test
  void everythingComesBackToTheLastBit() {
    Checkpoint loaded = Checkpoint.load(saved());
    assertThat(loaded.manifest()).isEqualTo(manifest());
    assertThat(loaded.optimizerState()).containsOnlyKeys("w/momentum");
    assertThat(loaded.optimizerState().get("w/momentum")).containsExactly(1, 2, 3);
    try (Network found = loaded.network(Device.CPU)) {
      assertSame(found, 5);
    }
  }

  @Test
  void anAverageAndTheWeightsBesideItComeBackToTheLastBit() {
    Checkpoint loaded = Checkpoint.load(savedAverage());
    assertThat(loaded.optimizerState()).isEmpty();
    try (Network average = loaded.network(Device.CPU);
        Network raw = loaded.rawNetwork(Device.CPU)) {
      assertSame(average, 5);
      assertSame(raw, 6);
    }
  }

  @Test
  void withoutAnAverageThereIsNothingBesideTheNetwork() {
    assertThatThrownBy(() -> Checkpoint.load(saved()).rawNetwork(Device.CPU))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the checkpoint of step 12 holds no weights beside their average")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void theWeightsBesideAnAverageAreCheckedLikeIts() {
    Path file = savedAverage();
    change(file, "raw/extra.weight", StoredTensor.ofFloats(new long[] {1}, 1));
    assertRefused(file, "raw/extra.weight");
    change(
        savedAverage(),
        "raw/" + WEIGHT,
        StoredTensor.ofFloats(new long[] {1, 32, 5, 5}, new float[800]));
    assertRefused(file, "'raw/" + WEIGHT + "': expected shape [32, 1, 5, 5]");
    remove(savedAverage(), "raw/" + WEIGHT);
    assertRefused(file, "expected a parameter 'raw/" + WEIGHT + "'");
  }

  @Test
  void aCopyOfTheManifestLiesBesideTheTensors() {
    saved();
    assertThat(Json.read(folder.resolve("last.json"), CheckpointManifest.class))
        .isEqualTo(manifest());
  }

  @Test
  void aMissingParameterIsNamed() {
    Path file = saved();
    remove(file, WEIGHT);
    assertRefused(file, "expected a parameter '" + WEIGHT + "' of shape [32, 1, 5, 5]");
  }

  @Test
  void anUnknownParameterIsNamed() {
    Path file = saved();
    change(file, "extra.weight", StoredTensor.ofFloats(new long[] {1}, 1));
    assertRefused(file, "extra.weight");
  }

  @Test
  void anotherShapeOfTheSameSizeIsRefused() {
    Path file = saved();
    change(file, WEIGHT, StoredTensor.ofFloats(new long[] {1, 32, 5, 5}, new float[800]));
    assertRefused(file, "expected shape [32, 1, 5, 5], found [1, 32, 5, 5]");
  }

  @Test
  void anotherElementTypeIsRefused() {
    Path file = saved();
    change(file, WEIGHT, StoredTensor.ofDoubles(new long[] {32, 1, 5, 5}, new double[800]));
    assertRefused(file, "expected element type F32, found F64");
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    Path file = saved();
    float[] values = new float[800];
    values[77] = Float.NaN;
    change(file, WEIGHT, StoredTensor.ofFloats(new long[] {32, 1, 5, 5}, values));
    assertRefused(file, "expected finite weights, found NaN in the parameter '" + WEIGHT + "'");
  }

  @Test
  void weightsWithoutAManifestAreNoCheckpoint() {
    Path file = saved();
    Safetensors.write(file, new SafetensorsFile(Safetensors.read(file).tensors(), Map.of()));
    assertRefused(file, "expected a checkpoint with a manifest");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    Path file = saved();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 100));
    assertRefused(file, "");
  }

  @Test
  void anotherFormatVersionIsRefused() {
    Path file = saved();
    SafetensorsFile content = Safetensors.read(file);
    String json =
        content
            .metadata()
            .values()
            .iterator()
            .next()
            .replace("\"format-version\":1", "\"format-version\":9");
    Safetensors.write(file, new SafetensorsFile(content.tensors(), Map.of("widemargin", json)));
    assertRefused(file, "format version 1, found 9");
  }

  @Test
  void otherSettingsAreRefusedByName() {
    assertThatThrownBy(
            () -> manifest().requireSettings(Map.of("seed", "1", "learning-rate", "0.2")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the checkpoint of step 12 was trained with learning-rate 0.1, found 0.2: a run can"
                + " only be continued as it began");
  }

  private static void assertRefused(Path file, String expected) {
    assertThatThrownBy(() -> Checkpoint.load(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n");
  }
}
