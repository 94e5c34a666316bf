package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that take a trained run. */
class TrainedRunCommandsTest {
  private static final double ROUNDING = 1e-9;

  @TempDir private static Path shared;
  private static Path data = Path.of("");
  private static Path run = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    data = TinyData.write(shared.resolve("data"));
    run = shared.resolve("run");
    Program.run(TinyData.train(data, run, "--loss=margin", "--norm=linf", "--gamma=0.2"))
        .succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "predict", "distance", "attack"})
  void aFolderWithoutARunIsRefused(String command) {
    List<String> arguments = new ArrayList<>(List.of(command, folder.toString()));
    if (command.equals("predict")) {
      arguments.add("image.png");
    } else if (command.equals("attack")) {
      arguments.addAll(List.of("--attack=fgsm", "--eps=0.1"));
    }
    assertThat(Program.run(arguments).refusal())
        .contains("expected the folder of a run", folder.toString());
  }

  @Test
  void evaluateGivesTheContractsJson() throws IOException {
    Program.Result result =
        Program.run("evaluate", run.toString(), "--epsilons=0.1,0.3", "--json").succeeded();
    JsonNode json = result.json();
    assertThat(json.path("samples").asInt()).isEqualTo(24);
    double clean = json.path("clean").asDouble();
    assertThat(clean).isBetween(0.5, 1.0);
    for (String column : List.of("noise", "fgsm", "ifgsm", "margin-attack")) {
      assertThat(json.path(column)).as(column).hasSize(2);
      for (String epsilon : List.of("0.1", "0.3")) {
        assertThat(json.path(column).path(epsilon).asDouble(-1)).isBetween(0.0, clean);
      }
    }
    assertThat(Files.readString(run.resolve("results.json"))).isEqualTo(result.out());
  }

  @Test
  void evaluateAtEpsilonZeroIsTheCleanAccuracy() {
    JsonNode json =
        Program.run("evaluate", run.toString(), "--epsilons=0", "--json").succeeded().json();
    for (String column : List.of("noise", "fgsm", "ifgsm", "margin-attack")) {
      assertThat(json.path(column).path("0.0").asDouble())
          .isCloseTo(json.path("clean").asDouble(), within(ROUNDING));
    }
  }

  @Test
  void evaluateTakesTheFirstSamples() {
    assertThat(
            Program.run("evaluate", run.toString(), "--samples=5", "--epsilons=0.1")
                .succeeded()
                .out())
        .contains("on 5 test samples", "margin attack", "clean");
  }

  @Test
  void evaluateRefusesImpossibleFigures() {
    assertThat(Program.run("evaluate", run.toString(), "--samples=25").refusal())
        .contains("expected --samples from 1 to 24", "found 25");
    assertThat(Program.run("evaluate", run.toString(), "--epsilons=-0.1").refusal())
        .contains("expected epsilons of at least 0");
    assertThat(Program.run("evaluate", run.toString(), "--epsilons=big").refusal())
        .contains("--epsilons", "'big'");
  }

  @Test
  void predictNamesTheClassAndMeasuresEachLayer() {
    Path image = data.resolve("test/middle/0.png");
    JsonNode json =
        Program.run("predict", run.toString(), image.toString(), "--json").succeeded().json();
    assertThat(json.path("norm").asText()).isEqualTo("linf");
    JsonNode answer = json.path("predictions").get(0);
    assertThat(answer.path("image").asText()).isEqualTo(image.toString());
    assertThat(answer.path("class").asText()).isIn(TinyData.CLASSES);
    assertThat(answer.path("competitor").asText())
        .isIn(TinyData.CLASSES)
        .isNotEqualTo(answer.path("class").asText());
    double sum = 0;
    for (String name : TinyData.CLASSES) {
      sum += answer.path("probabilities").path(name).asDouble();
    }
    // Three probabilities of float32.
    assertThat(sum).isCloseTo(1, within(1e-6));
    for (String layer : List.of("input", "fc1", "logits")) {
      assertThat(answer.path("distances").path(layer).asDouble(-1)).as(layer).isNotNegative();
    }
  }

  @Test
  void predictTakesSeveralImages() {
    assertThat(
            Program.run(
                    "predict",
                    run.toString(),
                    data.resolve("test/left/0.png").toString(),
                    data.resolve("test/right/0.png").toString())
                .succeeded()
                .out())
        .contains("left/0.png", "right/0.png", "class", "probabilities", "linf distance to");
  }

  @Test
  void oneDamagedImageTakesNoAnswerFromTheOthers() throws IOException {
    Path cut = folder.resolve("cut.png");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(data.resolve("test/left/0.png")), 40));
    Program.Result result =
        Program.run(
            "predict",
            run.toString(),
            data.resolve("test/left/0.png").toString(),
            cut.toString(),
            data.resolve("test/right/0.png").toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).contains("left/0.png", "right/0.png").doesNotContain("cut.png");
    assertThat(result.err()).contains("cut.png");
    Program.Result two =
        Program.run("predict", run.toString(), cut.toString(), folder.resolve("no.png").toString());
    assertThat(two.refusal()).contains("2 of 2 images have no answer: ", "cut.png", "no.png");
  }

  @Test
  void predictBringsAnImageOfAnotherSizeToTheNetworksAndSaysSo() throws IOException {
    Path large = TinyData.write(folder.resolve("large.png"), 9, 1, new SplittableRandom(1));
    Program.Result result = Program.run("predict", run.toString(), large.toString(), "--json");
    JsonNode answer = result.succeeded().json().path("predictions").get(0);
    assertThat(answer.path("class").asText()).isIn(TinyData.CLASSES);
    assertThat(result.err()).contains("large.png: is of 9x9", "is scaled and cropped to 6x6");
  }

  @Test
  void predictRefusesWhatTheNetworkDoesNotTake() throws IOException {
    assertThat(Program.run("predict", run.toString(), "none.png").refusal()).contains("none.png");
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    assertThat(Program.run("predict", run.toString(), text.toString()).refusal())
        .contains("text.png");
  }

  @Test
  void distanceGivesQuantilesAndDrawsThem() {
    JsonNode json =
        Program.run(
                "distance",
                run.toString(),
                "--samples=20",
                "--norm=l2",
                "--layers=input,logits",
                "--out=" + folder,
                "--json")
            .succeeded()
            .json();
    assertThat(json.path("samples").asInt()).isEqualTo(20);
    assertThat(json.path("norm").asText()).isEqualTo("l2");
    assertThat(json.path("layers")).hasSize(2);
    JsonNode layer = json.path("layers").get(0);
    assertThat(layer.path("layer").asText()).isEqualTo("input");
    assertThat(layer.path("quantiles").path("0.05").asDouble())
        .isLessThanOrEqualTo(layer.path("quantiles").path("0.95").asDouble());
    for (String name : List.of("distance-input", "distance-logits")) {
      for (String ending : List.of(".svg", ".png", ".csv")) {
        assertThat(folder.resolve(name + ending)).isNotEmptyFile();
      }
    }
  }

  @Test
  void distancesCanBeNormalised() {
    String out = "--out=" + folder;
    assertThat(
            Program.run("distance", run.toString(), "--samples=24", "--normalized", out)
                .succeeded()
                .out())
        .contains("linf distances of 24 test samples", "spread", "fc1");
  }

  @Test
  void distancesAreComparedWithTheTruth() {
    String out = "--out=" + folder;
    Program.Result result =
        Program.run(
                "distance",
                run.toString(),
                "--samples=12",
                "--layers=input,logits",
                "--truth",
                "--json",
                out)
            .succeeded();
    JsonNode truth = result.json().path("truth");
    assertThat(truth).as("at the logits the estimate is the truth").hasSize(1);
    assertThat(truth.get(0).path("layer").asText()).isEqualTo("input");
    assertThat(truth.get(0).path("ratios")).hasSize(4);
    for (JsonNode ratio : truth.get(0).path("ratios")) {
      assertThat(ratio.path("low").asDouble()).isPositive();
      assertThat(ratio.path("median").asDouble())
          .isBetween(ratio.path("low").asDouble(), ratio.path("high").asDouble());
    }
  }

  @Test
  void distanceRefusesImpossibleFigures() {
    assertThat(Program.run("distance", run.toString(), "--samples=20", "--layers=fc2").refusal())
        .contains("unknown layer 'fc2'", "input, fc1, logits");
    assertThat(Program.run("distance", run.toString(), "--norm=0.3").refusal())
        .contains("p of at least 1");
    assertThat(Program.run("distance", run.toString(), "--samples=0").refusal())
        .contains("expected --samples from 1 to 24");
  }

  @Test
  void attackGivesTheContractsJsonAndKeepsEverySample() throws IOException {
    Path out = folder.resolve("attack");
    String[] arguments = {
      "attack",
      run.toString(),
      "--attack=fgsm,pgd-margin",
      "--eps=0.2",
      "--samples=20",
      "--offset=2",
      "--out=" + out,
      "--json",
    };
    Program.Result first = Program.run(arguments).succeeded();
    JsonNode json = first.json();
    assertThat(json.path("samples").asInt()).isEqualTo(20);
    assertThat(json.path("robust").asDouble()).isBetween(0.0, json.path("clean").asDouble());
    assertThat(json.path("attacks")).hasSize(2);
    assertThat(json.path("attacks").get(0).path("name").asText()).isEqualTo("fgsm");
    assertThat(json.path("attacks").get(1).path("robust").asDouble())
        .isEqualTo(json.path("robust").asDouble());
    assertThat(json.path("attacks").get(1).path("seconds").isNumber()).isTrue();
    assertThat(json.path("checks")).isNotEmpty();
    for (JsonNode check : json.path("checks")) {
      assertThat(check.path("verdict").asText()).isIn("ok", "suspect");
      assertThat(check.path("figure").isNumber()).isTrue();
    }
    assertThat(Files.readString(out.resolve("samples.json"))).contains("\"sample\" : 21");
    assertThat(Files.readString(out.resolve("results.json"))).isEqualTo(first.out());
    assertThat(Files.readString(out.resolve("nearest.json"))).contains("\"sample\" : 21");
    assertThat(Files.readString(out.resolve("index.html")))
        .contains("What each attack left standing", "pgd-margin", "How far it holds", "<svg")
        .doesNotContain("<script", "href=\"http", "src=\"http");

    // A second time there is nothing left to do.
    assertThat(Program.run(arguments).succeeded().json()).isEqualTo(json);
    arguments[3] = "--eps=0.3";
    assertThat(Program.run(arguments).refusal()).contains("epsilon");
  }

  @Test
  void theFilesOfAnotherNetworkAreNotGoneOnWith() {
    Path other = folder.resolve("other");
    Program.run(TinyData.train(data, other, "--loss=hinge", "--steps=5")).succeeded();
    List<String> options = List.of("--attack=fgsm", "--eps=0.2", "--out=" + folder.resolve("a"));
    List<String> first = new ArrayList<>(List.of("attack", run.toString()));
    first.addAll(options);
    Program.run(first).succeeded();
    List<String> second = new ArrayList<>(List.of("attack", other.toString()));
    second.addAll(options);
    assertThat(Program.run(second).refusal()).contains("another network", "--out");
  }

  @Test
  void attackTakesWeightsFromElsewhere() {
    String[] common = {"--attack=pgd-margin", "--eps=0.1", "--json"};
    JsonNode own = run("attack", List.of(run.toString(), "--out=" + folder.resolve("a")), common);
    JsonNode foreign =
        run(
            "attack",
            List.of(
                "--model=mlp:8",
                "--weights=" + run.resolve("checkpoints/best.safetensors"),
                "--dataset=folder",
                "--data=" + data),
            common);
    assertThat(foreign.path("robust")).isEqualTo(own.path("robust"));
    assertThat(foreign.path("clean")).isEqualTo(own.path("clean"));
  }

  @Test
  void imagesOutsideTheRangeThatTheNetworkDeclaresAreRefused() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("narrow.yaml"),
            """
            name: narrow
            input:
              shape: [1, 6, 6]
              range: {minimum: 0, maximum: 0.5}
            blocks:
              - name: fc1
                layers:
                  - flatten: {}
                  - linear: {features: 8}
                  - relu: {}
              - name: logits
                layers:
                  - linear: {features: 3}
            """);
    assertThat(
            Program.run(
                    "attack",
                    "--model=" + spec,
                    "--weights=" + run.resolve("checkpoints/best.safetensors"),
                    "--dataset=folder",
                    "--data=" + data,
                    "--attack=fgsm",
                    "--eps=0.1")
                .refusal())
        .contains("expected samples inside the valid range [0.0, 0.5]");
  }

  private static JsonNode run(String command, List<String> first, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(first);
    arguments.addAll(List.of(more));
    return Program.run(arguments).succeeded().json();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--attack=fgsm --eps=-0.1 | expected an epsilon of at least 0",
        "--attack=fgsn --eps=0.1 | did you mean 'fgsm'?",
        "--attack=fgsm,fgsm --eps=0.1 | twice",
        "--attack=fgsm --eps=0.1 --norm=l3 | expected the norm of an attack to be linf, l2 or l1",
        "--attack=fgsm --eps=0.1 --offset=24 | expected --offset from 0 to 23",
        "--attack=fgsm --eps=0.1 --samples=25 | expected --samples from 1 to 24",
        "--attack=fgsm --eps=0.1 --weights=x.safetensors | --model and --weights together",
        "--attack=fgsm --eps=0.1 --model=linear | expected a RUN or --model",
        "--attack=fgsm --eps=0.1 --dataset=mnist | have shape 1x28x28",
        "--eps=0.1 | --attack",
      })
  void attackRefusesMistakes(String test) {
    String[] parts = test.split(" \\| ", 2);
    List<String> arguments = new ArrayList<>(List.of("attack", run.toString()));
    arguments.addAll(List.of(parts[0].split(" ", -1)));
    assertThat(Program.run(arguments).refusal()).contains(parts[1]);
    assertThat(run.resolve("attacks")).doesNotExist();
  }
}
