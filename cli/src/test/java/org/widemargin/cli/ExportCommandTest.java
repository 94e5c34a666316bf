package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.checkpoint.Safetensors;
import org.widemargin.checkpoint.SafetensorsFile;
import org.widemargin.checkpoint.StateDictFile;
import org.widemargin.checkpoint.StoredTensor;

class ExportCommandTest {
  @TempDir private static Path shared;
  private static Path run = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    Path data = TinyData.write(shared.resolve("data"));
    run = shared.resolve("run");
    Program.run(TinyData.train(data, run, "--loss=margin", "--norm=linf", "--gamma=0.2"))
        .succeeded();
  }

  private Program.Result export(String name, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "export";
    arguments[1] = run.toString();
    arguments[2] = "--out";
    arguments[3] = folder.resolve(name).toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Program.run(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "a.onnx, onnx",
    "a.safetensors, safetensors",
    "a.pth, state-dict",
    "new/a.pt, state-dict"
  })
  void theFormatIsWhatTheNameSays(String name, String format) throws IOException {
    JsonNode json = export(name, "--json").succeeded().json();
    assertThat(json.path("format").asText()).isEqualTo(format);
    assertThat(json.path("bytes").asLong()).isEqualTo(Files.size(folder.resolve(name)));
    assertThat(json.path("classes")).hasSizeGreaterThan(1);
  }

  @Test
  void weightsAreThoseOfTheRunAndNothingElse() {
    export("a.safetensors").succeeded();
    export("a.weights", "--format=state-dict").succeeded();
    SafetensorsFile weights = Safetensors.read(folder.resolve("a.safetensors"));
    Map<String, StoredTensor> checkpoint =
        Safetensors.read(run.resolve("checkpoints/best.safetensors")).tensors();
    assertThat(weights.tensors()).isNotEmpty();
    assertThat(checkpoint).containsAllEntriesOf(weights.tensors());
    assertThat(weights.tensors().keySet()).noneMatch(name -> name.contains("/"));
    assertThat(StateDictFile.read(folder.resolve("a.weights"))).isEqualTo(weights.tensors());
    assertThat(weights.metadata())
        .containsKeys("classes", "network", "loss", "seed", "sha256.train", "trained-with")
        .containsEntry("format", "pt")
        .doesNotContainKey("widemargin");
    assertThat(weights.metadata().toString()).doesNotContain(shared.toString());
  }

  /** Whoever fine-tunes an exported file begins where the run ended. */
  @ParameterizedTest
  @CsvSource({"a.safetensors", "a.pth"})
  void aRunCanBeginWithAnExportedFile(String name) throws IOException {
    export(name).succeeded();
    Path data = shared.resolve("data");
    Path next = folder.resolve("next");
    Program.run(
            TinyData.train(
                data,
                next,
                "--initial-weights=" + folder.resolve(name),
                "--loss=margin",
                "--steps=1",
                "--learning-rate=1e-30"))
        .succeeded();
    assertThat(tensors(next)).isEqualTo(tensors(run));
  }

  private static Map<String, StoredTensor> tensors(Path run) {
    Map<String, StoredTensor> tensors =
        new TreeMap<>(Safetensors.read(run.resolve("checkpoints/best.safetensors")).tensors());
    tensors.keySet().removeIf(name -> name.contains("/"));
    return tensors;
  }

  @Test
  void aFileIsReplacedOnlyIfAsked() throws IOException {
    Files.writeString(folder.resolve("a.onnx"), "mine");
    assertThat(export("a.onnx").refusal()).contains("--force");
    assertThat(folder.resolve("a.onnx")).hasContent("mine");
    assertThat(export("a.onnx", "--force").succeeded().out()).contains("onnx", "MB");
    assertThat(Files.size(folder.resolve("a.onnx"))).isGreaterThan(1000);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThat(export("a.bin").refusal()).contains(".onnx", "--format");
    assertThat(export("a.bin", "--format=onxx").refusal()).contains("'onxx'", "onnx");
    assertThat(export("a.pth", "--with-preparation").refusal()).contains("weights alone");
  }

  private static final String THEIRS =
      """
      name: theirs
      input: {shape: [1, 6, 6], range: {minimum: 0, maximum: 1}}
      blocks:
        - name: fc1
          layers: [flatten: {}, linear: {features: 5}, relu: {}]
        - name: logits
          layers: [linear: {features: 3}]
      external-names:
        fc1.linear: features.0
        logits.linear: classifier
      """;

  /** The tour of docs/export.md: attack, fine-tune, and back by the names that it came with. */
  @Test
  void aNetworkOfPyTorchGoesThereAndBack() throws IOException {
    Path data = shared.resolve("data");
    Path spec = Files.writeString(folder.resolve("theirs.yaml"), THEIRS);
    Path weights = folder.resolve("theirs.pth");
    Map<String, StoredTensor> theirs =
        Map.of(
            "module.features.0.weight", ramp(5, 36),
            "module.features.0.bias", ramp(5),
            "module.classifier.weight", ramp(3, 5),
            "module.classifier.bias", ramp(3));
    StateDictFile.write(weights, theirs, Map.of());
    Program.run(
            "attack",
            "--model=" + spec,
            "--weights=" + weights,
            "--dataset=folder",
            "--data=" + data,
            "--attack=fgsm",
            "--eps=0.1",
            "--out=" + folder.resolve("attack"))
        .succeeded();
    Path tuned = folder.resolve("tuned");
    List<String> training =
        new ArrayList<>(TinyData.train(data, tuned, "--initial-weights=" + weights));
    training.replaceAll(option -> option.equals("--model=mlp:8") ? "--model=" + spec : option);
    Program.run(training).succeeded();
    Path back = folder.resolve("back.pth");
    Program.run("export", tuned.toString(), "--out=" + back).succeeded();
    Map<String, StoredTensor> found = StateDictFile.read(back);
    assertThat(found)
        .containsOnlyKeys(
            "features.0.weight", "features.0.bias", "classifier.weight", "classifier.bias");
    assertThat(found.get("features.0.weight")).isNotEqualTo(ramp(5, 36)).hasToString("F32 [5, 36]");
    assertThat(found.get("classifier.weight")).isNotEqualTo(ramp(3, 5));
  }

  private static StoredTensor ramp(long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i % 7 - 3) * 0.1f;
    }
    return StoredTensor.ofFloats(shape, values);
  }
}
