package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  @TempDir private Path folder;

  private static String[] training(String... more) {
    String[] all = {
      "plan", "wrn-16-1", "--step-seconds=0.5", "--samples-per-worker=64", "--gigabits=10"
    };
    String[] arguments = java.util.Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, arguments, all.length, more.length);
    return arguments;
  }

  @Test
  void aTrainingHasALineForEachCluster() {
    JsonNode json =
        Program.run(training("--workers=8,1", "--latency-ms=0", "--samples=1000000", "--json"))
            .succeeded()
            .json();
    long parameters =
        Program.run("summary", "wrn-16-1", "--json").succeeded().json().get("parameters").asLong();
    assertThat(json.get("gradient-bytes").asLong()).isEqualTo(4 * parameters);
    JsonNode alone = json.get("lines").get(0);
    assertThat(alone.get("workers").asInt()).isEqualTo(1);
    assertThat(alone.get("samples-per-second").asDouble()).isEqualTo(128);
    assertThat(alone.get("seconds").asDouble()).isCloseTo(1e6 / 128, within(1e-6));
    JsonNode eight = json.get("lines").get(1);
    assertThat(eight.get("exchange-seconds").asDouble())
        .isCloseTo(1.75 * 4 * parameters * 8 / 1e10, within(1e-12));
    assertThat(eight.get("efficiency").asDouble()).isBetween(0.99, 1.0);
  }

  @Test
  void theTableSaysWhatItRestsOnAndTheFigureIsDrawn() {
    Program.Result result = Program.run(training("--out=" + folder)).succeeded();
    assertThat(result.out())
        .contains("wrn-16-1: 64 samples in 0.5 s", "around a ring", "computed, not measured");
    assertThat(folder.resolve("plan-wrn-16-1.svg")).exists();
    assertThat(folder.resolve("plan-wrn-16-1.csv")).exists();
  }

  /** What has no part in a plan would be passed over. */
  @Test
  void optionsOfAnotherPlanAreRefused() throws IOException {
    for (String option :
        List.of(
            "--classes=5",
            "--step-seconds=1",
            "--samples-per-worker=1",
            "--samples=1",
            "--gigabits=10",
            "--latency-ms=1")) {
      assertThat(Program.run("plan", "--study=noisy-labels", option).refusal())
          .contains("expected no " + option.replaceFirst("=.*", "") + " with --study, found one");
    }
    assertThat(Program.run(training("--budget=smoke")).refusal())
        .contains("expected no --budget with a MODEL, found one");
    Path network =
        Files.writeString(
            folder.resolve("my.yaml"),
            """
            name: mine
            input: {shape: [4]}
            blocks:
              - name: logits
                layers: [{linear: {features: 3}}]
            """);
    String[] plan = {"plan", network.toString(), "--step-seconds=1", "--samples-per-worker=1"};
    Program.run(plan).succeeded();
    String[] more = java.util.Arrays.copyOf(plan, plan.length + 1);
    more[plan.length] = "--classes=1000";
    assertThat(Program.run(more).refusal())
        .contains("my.yaml says itself what its classes are; leave out --classes");
  }

  @Test
  void studiesAreSharedByProcesses() {
    JsonNode json =
        Program.run(
                "plan",
                "--study=noisy-labels",
                "--study=limited-data",
                "--budget=smoke",
                "--workers=1,2,100000",
                "--out=" + folder.resolve("nothing"),
                "--json")
            .succeeded()
            .json();
    double all = 0;
    int trials = 0;
    for (JsonNode study : json.get("studies")) {
      assertThat(study.get("left").asInt()).isEqualTo(study.get("trials").asInt()).isPositive();
      all += study.get("seconds").asDouble();
      trials += study.get("trials").asInt();
    }
    assertThat(json.get("clusters").get(0).get("seconds").asDouble()).isCloseTo(all, within(1e-6));
    assertThat(json.get("clusters").get(1).get("seconds").asDouble())
        .isCloseTo(all / 2, within(1e-6));
    // A trial is not cut into pieces.
    assertThat(json.get("clusters").get(2).get("seconds").asDouble())
        .isCloseTo(all / trials, within(1e-6));
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(Program.run("plan").err()).contains("expected a MODEL or a --study, found neither");
    assertThat(Program.run("plan", "wrn-16-1").err()).contains("expected --step-seconds");
    assertThat(Program.run(training("--workers=0")).err())
        .contains("expected --workers of at least 1, found 0");
    assertThat(Program.run(training("--latency-ms=-1")).status()).isEqualTo(2);
  }
}
