package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.reproduce.Protocol;

class ReproduceCommandTest {
  private static final String STUDY =
      """
      name: tiny
      datasets: [{name: folder, data: '%s'}]
      seeds: [1, 2]
      conditions: [{label-noise: 0}, {label-noise: 0.4}]
      training:
        threads: 1
        data: {validation-size: 9}
        model: {name: "mlp:8"}
        loss: {margin: {top-k: 1, gamma: 0.3}}
        optimization: {optimizer: {adam: {}}, learning-rate: 0.01, steps: 10, batch-size: 8}
        evaluation: {every: 5, samples: 9, distance-samples: 0}
      methods:
        cross-entropy: {loss: cross-entropy}
        margin-l2-all: {norm: l2}
      """;

  @TempDir private Path folder;
  private Path study = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Path data = TinyData.write(folder.resolve("data"));
    study = folder.resolve("tiny.yaml");
    out = folder.resolve("out");
    Files.writeString(study, STUDY.formatted(data));
  }

  private Program.Result reproduce(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("reproduce", study.toString(), "--out=" + out));
    arguments.addAll(List.of(more));
    return Program.run(arguments);
  }

  @Test
  void aStudyOfOnesOwnLeavesLinesFiguresAndPage() throws IOException {
    JsonNode answer = reproduce("--json").succeeded().json();
    assertThat(answer.path("complete").asBoolean()).isTrue();
    assertThat(answer.path("studies").path(0).path("trials").asInt()).isEqualTo(8);
    assertThat(Files.readAllLines(out.resolve("results.jsonl"))).hasSize(8);
    assertThat(out.resolve("figures/tiny-noisy-labels.svg")).isRegularFile();
    assertThat(out.resolve("figures/tiny-noisy-labels.csv")).isRegularFile();
    assertThat(out.resolve("studies/tiny.yaml")).isRegularFile();
    assertThat(out.resolve("index.html")).content().doesNotContain("Figure 2", "MNIST");
  }

  @Test
  void aFinishedStudyIsNotRunAgain() throws IOException {
    reproduce().succeeded();
    String lines = Files.readString(out.resolve("results.jsonl"));
    JsonNode again = reproduce("--json").succeeded().json();
    assertThat(again.path("studies").path(0).path("left").asInt()).isZero();
    assertThat(out.resolve("results.jsonl")).hasContent(lines);
  }

  @Test
  void trialsAndTimeAreShownFirst() {
    assertThat(reproduce("--dry-run").succeeded().err())
        .contains("8 trials", "8 to do", "for one process");
    assertThat(out).as("nothing is written").doesNotExist();
  }

  @Test
  void anotherStudyOfTheNameIsNotMixedIn() throws IOException {
    reproduce().succeeded();
    Files.writeString(study, Files.readString(study).replace("steps: 10", "steps: 11"));
    assertThat(reproduce().refusal()).contains("tiny.yaml", "--out");
  }

  @Test
  void aFolderOfSomethingElseIsNotWrittenOver() throws IOException {
    Files.createDirectories(out);
    Path site = Files.writeString(out.resolve("index.html"), "my site");
    assertThat(reproduce().refusal()).contains("found other files in " + out);
    assertThat(site).hasContent("my site");
    assertThat(out.resolve("work")).doesNotExist();
  }

  @Test
  void theReportIsDrawnFromLinesAlone() throws IOException {
    reproduce().succeeded();
    String page = Files.readString(out.resolve("index.html"));
    Path copy = folder.resolve("copy");
    Files.createDirectories(copy.resolve("studies"));
    Files.copy(out.resolve("results.jsonl"), copy.resolve("results.jsonl"));
    Files.copy(out.resolve("studies/tiny.yaml"), copy.resolve("studies/tiny.yaml"));
    JsonNode answer = Program.run("report", copy.toString(), "--json").succeeded().json();
    assertThat(answer.path("claims")).as("of the paper's, none is of these data").isEmpty();
    assertThat(copy.resolve("index.html")).hasContent(page);
    assertThat(copy.resolve("figures/tiny-noisy-labels.png")).isRegularFile();
  }

  /** A line rests on what the data are, not on where they lie. */
  @Test
  void dataAreNamedBesideTheStudyAndMayLieAnywhere() throws IOException {
    Path data = TinyData.write(folder.resolve("here"));
    Files.writeString(study, Files.readString(study).replaceFirst("data: '[^']*'", "label: none"));
    assertThat(reproduce().refusal())
        .contains("the data set folder, which does not come with the program", "--data folder=DIR");
    reproduce("--data=folder=" + data).succeeded();
    assertThat(Files.readString(out.resolve("results.jsonl"))).doesNotContain(data.toString());
    Path moved = folder.resolve("there");
    Files.move(data, moved);
    JsonNode again = reproduce("--json", "--data", "folder=" + moved).succeeded().json();
    assertThat(again.path("studies").path(0).path("left").asInt()).isZero();
  }

  @Test
  void aStudyWhoseDataAreMissingSaysWhatToGive() {
    assertThat(
            Program.run("reproduce", "cifar-distance", "--budget=smoke", "--out=" + out).refusal())
        .contains("expected the folder of the data set cifar-10", "--data cifar-10=DIR");
    assertThat(
            Program.run("reproduce", "cifar-distance", "--data=cifar=x", "--out=" + out).refusal())
        .contains("unknown data set 'cifar'", "cifar-10");
    assertThat(out).doesNotExist();
  }

  @Test
  void wrongNamesAreExplained() {
    assertThat(Program.run("reproduce", "noisy", "--out=" + out).refusal())
        .contains("noisy-labels");
    assertThat(Program.run("reproduce", "all", "--budget=huge", "--out=" + out).refusal())
        .contains("huge");
    assertThat(Program.run("report", folder.toString()).refusal()).contains("studies");
    assertThat(out).doesNotExist();
  }

  @Test
  void everyStudyOfThePaperIsOffered() {
    String help = Program.run("reproduce", "--help").succeeded().out().replaceAll("\\s+", " ");
    assertThat(Protocol.NAMES).allSatisfy(n -> assertThat(help).contains(n));
  }
}
