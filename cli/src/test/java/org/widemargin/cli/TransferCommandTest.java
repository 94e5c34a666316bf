package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.robustness.AdversarialExamples;

class TransferCommandTest {
  @TempDir private static Path shared;
  private static Path first = Path.of("");
  private static Path second = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    Path data = TinyData.write(shared.resolve("data"));
    first = shared.resolve("margin");
    second = shared.resolve("plain");
    Program.run(TinyData.train(data, first, "--loss=margin", "--norm=linf", "--gamma=0.2"))
        .succeeded();
    Program.run(TinyData.train(data, second, "--loss=cross-entropy", "--seed=5")).succeeded();
  }

  private static List<String> transfer(Object... more) {
    List<String> arguments = new ArrayList<>(List.of("transfer"));
    for (Object argument : more) {
      arguments.add(argument.toString());
    }
    return arguments;
  }

  @Test
  void everySourceIsTriedOnEveryTarget() throws IOException {
    JsonNode json =
        Program.run(
                transfer(
                    first,
                    second,
                    "--attack=fgsm,ifgsm",
                    "--eps=0.3,0.1",
                    "--samples=20",
                    "--out=" + folder,
                    "--json"))
            .succeeded()
            .json();
    assertThat(json.path("samples").asInt()).isEqualTo(20);
    assertThat(json.path("matrices")).hasSize(4);
    assertThat(json.path("checks")).hasSize(8);
    JsonNode line = json.path("matrices").get(0);
    assertThat(line.path("attack").asText()).isEqualTo("fgsm");
    assertThat(line.path("epsilon").asDouble()).isEqualTo(0.1);
    for (String source : List.of("margin", "plain")) {
      double clean = json.path("clean").path(source).asDouble();
      assertThat(line.path("accuracy").path(source).path(source).asDouble(-1))
          .isBetween(0.0, clean);
      assertThat(line.path("accuracy").path(source)).hasSize(2);
    }
    assertThat(Files.readString(folder.resolve("results.json")))
        .contains("\"matrices\"", "\"epsilon\" : 0.3");
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("White box", "On margin, examples made on", "on plain", "<svg")
        .doesNotContain("<script");
    assertThat(Files.readString(folder.resolve("examples/manifest.json")))
        .contains("plain-ifgsm-linf-0.3.safetensors");
    AdversarialExamples stored =
        AdversarialExamples.read(folder.resolve("examples/plain-ifgsm-linf-0.3.safetensors"));
    assertThat(stored.size()).isEqualTo(20);
    assertThat(stored.provenance()).containsEntry("attacks", "ifgsm").containsEntry("norm", "linf");
  }

  @Test
  void aTableIsPrinted() {
    assertThat(
            Program.run(transfer(first, second, "--attack=fgsm", "--eps=0.2", "--out=" + folder))
                .succeeded()
                .out())
        .contains("made on", "on margin", "on plain", "none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--attack=fgsm --eps=0 | expected epsilons above 0",
        "--attack=fgsm --eps=-1 | expected epsilons above 0",
        "--attack=autoattack --eps=0.1 | expected single attacks",
        "--attack=fgsn --eps=0.1 | did you mean 'fgsm'?",
        "--attack=fgsm --eps=0.1 --samples=25 | expected --samples from 1 to 24",
        "--attack=fgsm --eps=0.1 --model=linear | --model and --weights together",
        "--attack=fgsm | --eps",
      })
  void mistakesAreRefused(String test) {
    String[] parts = test.split(" \\| ", 2);
    List<String> arguments = transfer(first, second, "--out=" + folder.resolve("none"));
    arguments.addAll(List.of(parts[0].split(" ", -1)));
    assertThat(Program.run(arguments).refusal()).contains(parts[1]);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void anEarlierStudyIsNotOverwritten() throws IOException {
    Path out = folder.resolve("study");
    List<String> arguments =
        transfer(first, second, "--attack=fgsm", "--eps=0.2", "--samples=5", "--out=" + out);
    Program.run(arguments).succeeded();
    byte[] results = Files.readAllBytes(out.resolve("results.json"));
    assertThat(Program.run(arguments).refusal())
        .isEqualTo(
            "widemargin: expected a folder without an earlier study, found one in "
                + out
                + ": choose another folder, or move it away");
    assertThat(Files.readAllBytes(out.resolve("results.json"))).isEqualTo(results);
  }

  @Test
  void theSameRunTwiceIsRefused() {
    assertThat(
            Program.run(transfer(first, first, "--attack=fgsm", "--eps=0.1", "--out=" + folder))
                .refusal())
        .contains("expected each network once");
  }
}
