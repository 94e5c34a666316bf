package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.checkpoint.Safetensors;
import org.widemargin.checkpoint.StoredTensor;
import org.widemargin.file.Sha256;
import org.widemargin.run.RunFolder;

/** Trainings of several processes. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {
  private static final String NETWORK =
      """
      name: small
      input: {shape: [1, 28, 28], range: {minimum: 0, maximum: 1}}
      blocks:
        - name: conv1
          layers: [{convolution: {channels: 4, kernel: 5, stride: 2}}, {relu: {}}]
        - name: conv2
          layers: [{convolution: {channels: 8, kernel: 3}}, {relu: {}}, {max-pool: {size: 2}}]
        - name: logits
          layers: [{flatten: {}}, {linear: {features: 10}}]
      """;

  @TempDir private Path folder;

  private List<String> mnist(String out, String losses, String network) throws IOException {
    Path file = folder.resolve("small.yaml");
    Files.writeString(file, network);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--dataset=mnist",
                "--model=" + file,
                "--batch-size=128",
                "--steps=100",
                "--evaluate-every=100",
                "--validation-size=100",
                "--threads=1",
                "--set=evaluation.samples=100",
                "--set=evaluation.distance-samples=10",
                "--out=" + folder.resolve(out)));
    arguments.addAll(List.of(losses.split(" ")));
    return arguments;
  }

  private static Program.Result byTwo(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--workers=2", "--worker-timeout=60"));
    return Program.run(all);
  }

  private Path last(String run) {
    return folder.resolve(run).resolve("checkpoints/last.safetensors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--loss=cross-entropy",
        "--loss=margin --norm=l2 --layers=all --gamma=1 --set=loss.margin.precision=full",
        "--loss=margin --norm=linf --layers=input --gamma=0.2 --gradient=boundary --refinements=2"
            + " --set=loss.margin.precision=full"
      })
  void twoWorkersWithHalfABatchEachEqualOneWithAll(String loss) throws IOException {
    Program.run(mnist("one", loss, NETWORK)).succeeded();
    byTwo(mnist("two", loss, NETWORK)).succeeded();
    assertThat(farthest("one", "two")).isLessThan(1e-5);
  }

  /**
   * With statistics of the whole batch; with those of half of it each, the two part at once.
   * Rounding grows from step to step, so there are few.
   */
  @Test
  void twoWorkersCanSeeTheStatisticsOfTheWholeBatch() throws IOException {
    String normalised =
        NETWORK.replaceFirst(
            "stride: 2}}, ",
            "stride: 2, bias: false}}, {batch-norm: {momentum: 0.1, epsilon: 1.0e-5}}, ");
    String together =
        "--loss=cross-entropy --set=optimization.steps=10"
            + " --set=optimization.synchronise-batch-norm=true";
    Program.run(mnist("one", "--loss=cross-entropy --set=optimization.steps=10", normalised))
        .succeeded();
    byTwo(mnist("two", together, normalised)).succeeded();
    byTwo(mnist("apart", "--loss=cross-entropy --set=optimization.steps=10", normalised))
        .succeeded();
    assertThat(farthest("one", "two")).isLessThan(1e-4);
    assertThat(farthest("one", "apart")).isGreaterThan(1e-3);
  }

  /** The largest difference of a weight or running statistic. */
  private double farthest(String run, String other) {
    Map<String, StoredTensor> one = Safetensors.read(last(run)).tensors();
    Map<String, StoredTensor> two = Safetensors.read(last(other)).tensors();
    double farthest = 0;
    for (Map.Entry<String, StoredTensor> entry : one.entrySet()) {
      if (!entry.getKey().startsWith("optimizer/")) {
        float[] expected = entry.getValue().floats();
        float[] found = Objects.requireNonNull(two.get(entry.getKey())).floats();
        for (int i = 0; i < expected.length; i++) {
          farthest = Math.max(farthest, Math.abs(expected[i] - found[i]));
        }
      }
    }
    return farthest;
  }

  @Test
  void aRunGoesOnWithAnotherNumberOfWorkers() throws IOException {
    Path data = TinyData.write(folder.resolve("data"));
    byTwo(TinyData.train(data, folder.resolve("run"), "--steps=10", "--schedule=constant"))
        .succeeded();
    Program.run(TinyData.train(data, folder.resolve("run"), "--schedule=constant", "--resume"))
        .succeeded();
    assertThat(RunFolder.open(folder.resolve("run")).last().manifest().step()).isEqualTo(30);
  }

  @Test
  void theFirstWorkersAnswerIsOneObject() throws IOException {
    Path data = TinyData.write(folder.resolve("data"));
    Program.Result result =
        byTwo(TinyData.train(data, folder.resolve("run"), "--json")).succeeded();
    assertThat(result.json().get("steps").asInt()).isEqualTo(30);
    assertThat(result.err()).doesNotContain("Gloo");
  }

  @Test
  void aMistakeIsToldOnceAndNotTriedAgain() throws IOException {
    Path data = TinyData.write(folder.resolve("data"));
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(folder.resolve("run/mine.txt"), "mine");
    Program.Result result = byTwo(TinyData.train(data, folder.resolve("run")));
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("expected a new or empty folder");
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void whatWouldBePassedOverIsRefused() {
    String out = "--out=" + folder.resolve("run");
    assertThat(Program.run("train", out, "--resume", "--force", "--workers=2").refusal())
        .contains("expected --resume or --force, found both");
    assertThat(Program.run("train", out, "--workers=2", "--master=local[2]", "--watch").refusal())
        .contains("expected no --watch with --master");
  }

  @Test
  void moreWorkersThanSamplesAreRefused() throws IOException {
    Path data = TinyData.write(folder.resolve("data"));
    Program.Result result = byTwo(TinyData.train(data, folder.resolve("run"), "--batch-size=1"));
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).containsOnlyOnce("at least one sample for each of 2 workers");
    assertThat(folder.resolve("run")).doesNotExist();
    Program.Result parts =
        byTwo(
            TinyData.train(
                data,
                folder.resolve("run"),
                "--batch-size=7",
                "--set=optimization.gradient-accumulation=4"));
    assertThat(parts.status()).isEqualTo(2);
    assertThat(parts.err()).containsOnlyOnce("a sample of every worker for each of 4 parts");
  }

  @Test
  void aWorkerThatIsKilledTwiceChangesNothing() throws Exception {
    assertThat(survived(2, 11)).isEqualTo(2);
  }

  @Test
  @Tag("slow")
  void aWorkerThatIsKilledFiveTimesInARowChangesNothing() throws Exception {
    assertThat(survived(5, 12)).isEqualTo(5);
  }

  @Test
  void aWorkerThatHangsIsNamedAndStartedAgain() throws Exception {
    Path data = TinyData.write(folder.resolve("data"));
    String[] options = {"--steps=2000", "--evaluate-every=50", "--threads=1", "--workers=2"};
    Program.run(TinyData.train(data, folder.resolve("unbroken"), options)).succeeded();
    List<String> arguments = TinyData.train(data, folder.resolve("run"), options);
    arguments.add("--worker-timeout=15");
    Process process = Program.process(arguments).start();
    StringBuilder text = new StringBuilder();
    try (BufferedReader errors =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      awaitLine(errors, text, "step ");
      hang(process.descendants().toList().get(1));
      errors.lines().forEach(line -> text.append(line).append('\n'));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(text.toString()).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(text.toString())
        .containsPattern("worker [01] .*in step \\d+")
        .containsOnlyOnce("start again from the last checkpoint");
    assertThat(Sha256.of(Files.readAllBytes(last("run"))))
        .isEqualTo(Sha256.of(Files.readAllBytes(last("unbroken"))));
  }

  /** As if its machine had stopped: it does not end, and does not answer. */
  private static void hang(ProcessHandle worker) throws IOException, InterruptedException {
    Process stop = new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid())).start();
    assertThat(stop.waitFor()).isZero();
  }

  /** Kills one of two workers at a random moment of the training, again and again. */
  private int survived(int kills, long seed) throws IOException, InterruptedException {
    Path data = TinyData.write(folder.resolve("data"));
    String[] options = {
      "--steps=4000", "--evaluate-every=50", "--threads=1", "--workers=2", "--worker-timeout=60"
    };
    Path unbroken = folder.resolve("unbroken");
    Program.run(TinyData.train(data, unbroken, options)).succeeded();
    SplittableRandom random = new SplittableRandom(seed);
    Process process = Program.process(TinyData.train(data, folder.resolve("run"), options)).start();
    int killed = 0;
    StringBuilder text = new StringBuilder();
    try (BufferedReader errors =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        text.append(line).append('\n');
        if (line.contains("step ") && killed < kills && random.nextInt(4) == 0) {
          List<ProcessHandle> workers = process.descendants().toList();
          if (workers.size() == 2 && workers.get(random.nextInt(2)).destroyForcibly()) {
            killed++;
            awaitLine(errors, text, "start again");
          }
        }
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(text.toString()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Sha256.of(Files.readAllBytes(last("run"))))
        .isEqualTo(Sha256.of(Files.readAllBytes(last("unbroken"))));
    return killed;
  }

  private static void awaitLine(BufferedReader errors, StringBuilder text, String wanted)
      throws IOException {
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      text.append(line).append('\n');
      if (line.contains(wanted)) {
        return;
      }
    }
  }
}
