package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.checkpoint.Safetensors;
import org.widemargin.checkpoint.SafetensorsFile;
import org.widemargin.config.FormatVersion;
import org.widemargin.error.InputException;
import org.widemargin.robustness.AdversarialExamples;

/**
 * What commit 2267500 wrote, the first whose runs know classes and tables: it is read and gone on
 * with for ever after. What a later format writes is refused with what to do. Files of earlier
 * commits are read by StoredRunTest, StoredConfigurationsTest and StoredTrialsTest.
 */
class GoldenFilesTest {
  private static final Path STORED = Path.of("src/test/resources/golden-of-2267500");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path data = Path.of("");

  @BeforeEach
  void copy() throws IOException {
    data = TinyData.write(folder.resolve("data"));
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(STORED)) {
      paths = walk.filter(Files::isRegularFile).toList();
    }
    for (Path path : paths) {
      Path copy = folder.resolve(STORED.relativize(path).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(path, copy);
    }
    // Where the data lay is the one thing that is not the same here.
    Path config = folder.resolve("run/config.yaml");
    Files.writeString(
        config, Files.readString(config).replace(" data: data\n", " data: '" + data + "'\n"));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private Program.Result evaluate() {
    return Program.run("evaluate", at("run"), "--epsilons=0.1", "--samples=9");
  }

  private Program.Result resume() {
    return Program.run("train", "--resume", "--out=" + at("run"), "--steps=40", "--threads=1");
  }

  private Program.Result attack(String out) {
    return Program.run(
        "attack",
        at("run"),
        "--attack=fgsm,square",
        "--eps=0.15",
        "--nearest=5",
        "--out=" + at(out));
  }

  private Program.Result reproduce() {
    return Program.run(
        "reproduce",
        at("study/studies/tiny.yaml"),
        "--out=" + at("study"),
        "--data=folder=" + data,
        "--json");
  }

  @Test
  void aRunIsEvaluatedAndContinued() throws IOException {
    evaluate().succeeded();
    List<String> lines = Files.readAllLines(folder.resolve("run/metrics.jsonl"));
    resume().succeeded();
    assertThat(Files.readAllLines(folder.resolve("run/metrics.jsonl")))
        .startsWith(lines.toArray(new String[0]))
        .hasSize(lines.size() + 3);
  }

  @Test
  void aRunOfATablePredictsItsRows() {
    String rows = Program.run("predict", at("table-run"), at("table-run.csv")).succeeded().out();
    assertThat(rows.lines()).hasSize(61);
    assertThat(rows.lines().skip(1)).allMatch(row -> row.matches(".*,[abc],[abc],[0-9].*"));
  }

  @Test
  void anAttackGoesOnWithTheStageItWasIn() throws IOException {
    JsonNode begun = samples("attack-begun");
    attack("attack-begun").succeeded();
    JsonNode stages = samples("attack-begun").path("stages");
    assertThat(stages).hasSize(2);
    assertThat(stages.get(0)).isEqualTo(begun.path("stages").get(0));
    assertThat(folder.resolve("attack-begun/adversarial-fgsm.safetensors"))
        .hasSameBinaryContentAs(STORED.resolve("attack-begun/adversarial-fgsm.safetensors"));
  }

  @Test
  void anAttackThatIsCompleteIsNotMadeAgain() {
    attack("attack").succeeded();
    assertThat(folder.resolve("attack/samples.json"))
        .hasSameTextualContentAs(STORED.resolve("attack/samples.json"));
    assertThat(folder.resolve("attack/index.html")).isNotEmptyFile();
  }

  private JsonNode samples(String attack) throws IOException {
    return JSON.readTree(folder.resolve(attack).resolve("samples.json").toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"adversarial-fgsm", "adversarial-square", "nearest"})
  void adversarialExamplesAreWrittenAsTheyWere(String name) {
    Path stored = STORED.resolve("attack").resolve(name + ".safetensors");
    Path again = folder.resolve("again.safetensors");
    AdversarialExamples.read(stored).write(again);
    assertThat(again).hasSameBinaryContentAs(stored);
  }

  @Test
  void aStudyIsDrawnAndNotMadeAgain() throws IOException {
    Program.run("report", at("study")).succeeded();
    assertThat(folder.resolve("study/index.html")).isNotEmptyFile();
    String lines = Files.readString(folder.resolve("study/results.jsonl"));
    assertThat(reproduce().succeeded().json().path("studies").path(0).path("left").asInt())
        .isZero();
    assertThat(folder.resolve("study/results.jsonl")).hasContent(lines);
  }

  /** Each file, made as a later version would, and a command that reads it. */
  @ParameterizedTest
  @CsvSource({
    "run/config.yaml, evaluate",
    "run/checkpoints/best.safetensors, evaluate",
    "run/checkpoints/last.safetensors, resume",
    "run/provenance.json, resume",
    "run/metrics.jsonl, resume",
    "attack/network.json, attack",
    "attack/samples.json, attack",
    "study/results.jsonl, report",
    "study/studies/tiny.yaml, report",
    "study/results.jsonl, reproduce",
    "study/studies/tiny.yaml, reproduce",
    "network.yaml, summary",
  })
  void aNewerFormatIsRefusedWithWhatToDo(String file, String command) throws IOException {
    Files.writeString(
        folder.resolve("network.yaml"),
        """
        name: small
        input: {shape: [1, 2, 2]}
        blocks: [{name: logits, layers: [flatten, {linear: {features: 3}}]}]
        """);
    makeNewer(folder.resolve(file));
    Program.Result result =
        switch (command) {
          case "evaluate" -> evaluate();
          case "resume" -> resume();
          case "attack" -> attack("attack");
          case "report" -> Program.run("report", at("study"));
          case "reproduce" -> reproduce();
          case "summary" -> Program.run("summary", at("network.yaml"));
          default -> throw new AssertionError(command);
        };
    assertThat(result.refusal())
        .contains(file, "expected format version 1, found 2", "update widemargin");
  }

  @Test
  void newerAdversarialExamplesAreRefusedWithWhatToDo() {
    Path file = folder.resolve("attack/nearest.safetensors");
    SafetensorsFile content = Safetensors.read(file);
    Map<String, String> metadata = new HashMap<>(content.metadata());
    metadata.put(FormatVersion.KEY, "2");
    Safetensors.write(file, new SafetensorsFile(content.tensors(), metadata));
    assertThatThrownBy(() -> AdversarialExamples.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("nearest.safetensors", "found 2", "update widemargin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "one", "[1]", "null"})
  void whatIsNoVersionIsRefused(String version) throws IOException {
    Path config = folder.resolve("run/config.yaml");
    Files.writeString(config, "format-version: " + version + "\n" + Files.readString(config));
    assertThat(evaluate().refusal()).contains("expected format version 1, found", "which is none");
  }

  @Test
  void theFirstFormatMayBeStated() throws IOException {
    Path config = folder.resolve("run/config.yaml");
    Files.writeString(config, "format-version: 1\n" + Files.readString(config));
    evaluate().succeeded();
  }

  private static void makeNewer(Path file) throws IOException {
    if (file.toString().endsWith(".safetensors")) {
      SafetensorsFile content = Safetensors.read(file);
      Map<String, String> metadata = new HashMap<>(content.metadata());
      metadata.replaceAll(
          (key, json) -> json.replace("\"format-version\":1", "\"format-version\":2"));
      Safetensors.write(file, new SafetensorsFile(content.tensors(), metadata));
    } else {
      String text = Files.readString(file);
      Files.writeString(
          file,
          file.toString().endsWith(".yaml")
              ? "format-version: 2\n" + text
              : text.replaceFirst("\\{", "{\"format-version\": 2, "));
    }
  }
}
