package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryCommandTest {
  @TempDir private Path folder;

  @Test
  void theTableEndsWithTheTotals() {
    Program.Result result = Program.run("summary", "linear").succeeded();
    assertThat(result.out())
        .containsPattern("input +1x28x28")
        .containsPattern("logits +flatten +784 +- +-")
        .containsPattern("linear +10 +7 850 +7 840")
        .containsPattern("total +linear +7 850 +7 840")
        .contains("any of input,logits");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theJsonHasTheSameFigures() {
    JsonNode json = Program.run("summary", "mnist-cnn", "--json").succeeded().json();
    // Convolutions 832 + 51 264, linear layers 1 606 144 + 262 656 + 5 130.
    assertThat(json.path("parameters").asInt()).isEqualTo(1_926_026);
    assertThat(json.path("running-statistics").asInt()).isZero();
    assertThat(json.path("layers").get(0).path("name").asText()).isEqualTo("conv1.convolution");
    assertThat(json.path("layers").get(0).path("multiply-adds").asInt())
        .isEqualTo(28 * 28 * 32 * 25);
    assertThat(json.path("taps")).hasSize(6);
  }

  @Test
  void runningStatisticsAreNotParameters() {
    JsonNode json = Program.run("summary", "mnist-cnn-bn", "--json").succeeded().json();
    assertThat(json.path("running-statistics").asInt()).isEqualTo(2 * 32 + 2 * 64);
  }

  /** The counts that PyTorch gives for the authors' architecture with ten classes. */
  @ParameterizedTest
  @CsvSource({"wrn-16-1, 175066, 9", "wrn-28-10, 36479194, 15", "wrn-40-2, 2243546, 21"})
  void wideResidualNetworksHaveTheirKnownSize(String name, int parameters, int taps) {
    JsonNode json = Program.run("summary", name, "--json").succeeded().json();
    assertThat(json.path("parameters").asInt()).isEqualTo(parameters);
    assertThat(json.path("input").toString()).isEqualTo("[3,32,32]");
    assertThat(json.path("taps")).hasSize(taps);
    assertThat(json.path("taps").get(2).asText()).isEqualTo("block1.unit1");
  }

  @Test
  void aDepthThatWideResidualNetworksCannotHaveIsNamed() {
    assertThat(Program.run("summary", "wrn-17-1").err())
        .contains("wrn-17-1: expected a depth of 6n + 4");
  }

  @Test
  void inputAndClassesCanBeChosen() {
    JsonNode json =
        Program.run("summary", "mlp:5", "--input", "30", "--classes", "2", "--json")
            .succeeded()
            .json();
    assertThat(json.path("parameters").asInt()).isEqualTo(30 * 5 + 5 + 5 * 2 + 2);
  }

  @Test
  void aSpecFileWorksWhereverANameDoes() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            name: tiny
            input: {shape: [4]}
            blocks:
              - name: logits
                layers:
                  - linear: {features: 3}
            """);
    JsonNode json = Program.run("summary", spec.toString(), "--json").succeeded().json();
    assertThat(json.path("name").asText()).isEqualTo("tiny");
    assertThat(json.path("parameters").asInt()).isEqualTo(15);
    assertThat(Program.run("summary", spec.toString(), "--classes", "3").refusal())
        .contains("tiny.yaml says itself");
  }

  @Test
  void mistakesAreExplained() {
    assertThat(Program.run("summary", "mnistcnn").refusal()).contains("did you mean 'mnist-cnn'?");
    assertThat(Program.run("summary", folder.resolve("none.yaml").toString()).refusal())
        .contains("none.yaml", "no such file");
    assertThat(Program.run("summary", "linear", "--data", "here").refusal())
        .contains("expected --dataset with --data");
    assertThat(Program.run("summary", "linear", "--input", "3x32").refusal())
        .contains("expected CHANNELSxHEIGHTxWIDTH or a number of features, found '3x32'");
    assertThat(Program.run("summary", "mnist-cnn", "--input", "30").refusal())
        .contains("'mnist-cnn' takes images", "choose mlp, mlp:WIDTHS, linear or a spec file");
  }
}
