package org.widemargin.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Json;
import org.widemargin.file.Sha256;
import org.widemargin.parallel.OwnProgram;

/** Trainings whose workers are started by Spark's executors. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparkTrainingTest {
  private static final String MAIN = "org.widemargin.cli.Main";

  @TempDir private Path folder;

  /** How a command ended. */
  private record Ended(int status, String out, String err) {}

  private List<String> training(String run, String... more) throws IOException {
    Path table = folder.resolve("rows.csv");
    if (!Files.exists(table)) {
      StringBuilder rows = new StringBuilder("first,second,label\n");
      for (int i = 0; i < 120; i++) {
        rows.append(5 * (i % 2) + i % 7).append(',').append(i % 11).append(',');
        rows.append(i % 2 == 0 ? "low" : "high").append('\n');
      }
      Files.writeString(table, rows);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--dataset=csv",
                "--data=" + table,
                "--model=mlp:8",
                "--batch-size=16",
                "--threads=1",
                "--workers=2",
                "--worker-timeout=60",
                "--out=" + folder.resolve(run)));
    arguments.addAll(Arrays.asList(more));
    return arguments;
  }

  private static ProcessBuilder process(List<String> arguments) {
    return OwnProgram.asThis(1).process(MAIN, arguments);
  }

  private Ended run(List<String> arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        process(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  private Ended succeeded(List<String> arguments) throws IOException, InterruptedException {
    Ended ended = run(arguments);
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended;
  }

  private String weights(String run) throws IOException {
    return Sha256.of(
        Files.readAllBytes(folder.resolve(run).resolve("checkpoints/last.safetensors")));
  }

  @Test
  void twoTasksTrainWhatTwoProcessesTrain() throws Exception {
    succeeded(training("alone", "--steps=60"));
    Ended ended = succeeded(training("spark", "--steps=60", "--json", "--master=local[2]"));
    assertThat(Json.readText(ended.out(), "the summary", Map.class).get("steps")).isEqualTo(60);
    assertThat(weights("spark")).isEqualTo(weights("alone"));
    assertThat(folder.toFile().list()).noneMatch(file -> file.endsWith(".shared"));
  }

  @Test
  void aMistakeIsToldOnceAndNotTriedAgain() throws Exception {
    Files.createDirectories(folder.resolve("taken"));
    Files.writeString(folder.resolve("taken/mine.txt"), "mine");
    Ended ended = run(training("taken", "--steps=60", "--master=local[2]"));
    assertThat(ended.status()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).containsOnlyOnce("expected a new or empty folder");
  }

  @Test
  void moreWorkersThanCoresAreRefused() throws Exception {
    List<String> arguments = training("few", "--steps=60", "--master=local[1]");
    arguments.replaceAll(argument -> argument.replace("timeout=60", "timeout=6"));
    Ended ended = run(arguments);
    assertThat(ended.status()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).contains("room for 2 workers at a time");
    assertThat(folder.resolve("few")).doesNotExist();
  }

  @Test
  void anExecutorThatIsKilledChangesNothing() throws Exception {
    String[] options = {"--steps=1500", "--evaluate-every=50"};
    succeeded(training("unbroken", options));
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"), 2)) {
      List<String> arguments = training("run", options);
      arguments.add("--master=" + cluster.master());
      StandaloneCluster.settings()
          .forEach((key, value) -> arguments.add("--engine-setting=" + key + "=" + value));
      Process process = process(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      awaitCheckpoint(process);
      cluster.killExecutors(1);
      StringBuilder text = new StringBuilder();
      try (BufferedReader errors =
          new BufferedReader(
              new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
        errors.lines().forEach(line -> text.append(line).append('\n'));
      }
      assertThat(process.waitFor()).as(text.toString()).isZero();
      assertThat(text).contains("all start again from the last checkpoint");
    }
    assertThat(weights("run")).isEqualTo(weights("unbroken"));
  }

  private void awaitCheckpoint(Process process) {
    while (!Files.exists(folder.resolve("run/checkpoints/last.safetensors"))) {
      assertThat(process.isAlive()).isTrue();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
