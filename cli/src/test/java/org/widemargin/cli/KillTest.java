package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that are killed without warning at random moments, and started again until one
 * ends: with the same files as if nothing had happened, and no others. Studies are killed in module
 * lab.
 */
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FEW = 3;
  private static final int MANY = 50;

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void makeData() throws IOException {
    data = TinyData.write(folder.resolve("data"));
  }

  @Test
  void trainingKilledAFewTimes() throws Exception {
    trainingKilled(FEW, 1, 2_000);
  }

  @Test
  @Tag("slow")
  void trainingKilledManyTimes() throws Exception {
    trainingKilled(MANY, 2, 30_000);
  }

  @Test
  void anAttackKilledAFewTimes() throws Exception {
    anAttackKilled(FEW, 3);
  }

  @Test
  @Tag("slow")
  void anAttackKilledManyTimes() throws Exception {
    anAttackKilled(MANY, 4);
  }

  /** Half of the kills come within the first tenth of a second of work: at its first files. */
  private static int moment(SplittableRandom random) {
    return random.nextBoolean() ? random.nextInt(100) : random.nextInt(1000);
  }

  private void trainingKilled(int kills, long seed, int steps) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Path run = folder.resolve("run");
    for (int kill = 0; kill < kills; kill++) {
      killAfter(train(run, steps), line -> line.contains("step "), moment(random));
    }
    Program.run(train(run, steps)).succeeded();
    Path unbroken = folder.resolve("unbroken");
    Program.run(train(unbroken, steps)).succeeded();
    for (String name : List.of("last", "best")) {
      String file = "checkpoints/" + name + ".safetensors";
      assertThat(Files.readAllBytes(run.resolve(file)))
          .as("%s, seed %d", file, seed)
          .isEqualTo(Files.readAllBytes(unbroken.resolve(file)));
    }
    assertThat(lines(run)).as("seed %d", seed).isEqualTo(lines(unbroken));
    assertThat(run.resolve("results.json"))
        .hasSameTextualContentAs(unbroken.resolve("results.json"));
    assertThat(files(run)).as("seed %d", seed).isEqualTo(files(unbroken));
  }

  /** As a user would: go on where there is a checkpoint, else begin anew. */
  private List<String> train(Path run, int steps) {
    String[] options = {"--steps=" + steps, "--schedule=constant", "--threads=1"};
    List<String> arguments = new ArrayList<>(TinyData.train(data, run, options));
    boolean goesOn = Files.exists(run.resolve("checkpoints/last.safetensors"));
    arguments.add(goesOn ? "--resume" : "--force");
    return arguments;
  }

  private static List<JsonNode> lines(Path run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      ObjectNode node = (ObjectNode) JSON.readTree(line);
      node.remove(List.of("seconds", "data-share"));
      lines.add(node);
    }
    return lines;
  }

  private void anAttackKilled(int kills, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Path run = folder.resolve("run");
    Program.run(TinyData.train(data, run, "--loss=margin", "--norm=linf", "--gamma=0.2"))
        .succeeded();
    Path killed = folder.resolve("killed");
    Path unbroken = folder.resolve("unbroken");
    for (int kill = 0; kill < kills; kill++) {
      killAfter(attack(run, killed), line -> line.startsWith("clean: "), moment(random));
    }
    Program.run(attack(run, killed)).succeeded();
    Program.run(attack(run, unbroken)).succeeded();
    for (String file : List.of("samples.json", "results.json", "nearest.json")) {
      assertThat(withoutTimes(killed.resolve(file)))
          .as("%s, seed %d", file, seed)
          .isEqualTo(withoutTimes(unbroken.resolve(file)));
    }
    assertThat(files(killed)).as("seed %d", seed).isEqualTo(files(unbroken));
    for (String file : files(unbroken)) {
      if (file.endsWith(".safetensors")) {
        assertThat(Files.readAllBytes(killed.resolve(file)))
            .as("%s, seed %d", file, seed)
            .isEqualTo(Files.readAllBytes(unbroken.resolve(file)));
      }
    }
  }

  private static List<String> attack(Path run, Path out) {
    return List.of(
        "attack",
        run.toString(),
        "--attack=fgsm,pgd,apgd-ce,square",
        "--eps=0.15",
        "--nearest=5",
        "--out=" + out);
  }

  private static JsonNode withoutTimes(Path file) throws IOException {
    JsonNode tree = JSON.readTree(file.toFile());
    for (JsonNode place : tree.findParents("seconds")) {
      ((ObjectNode) place).remove("seconds");
    }
    return tree;
  }

  /** All files by name; those of TensorBoard are as many as there were sessions. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(each -> folder.relativize(each).toString())
          .filter(name -> !name.startsWith("events.out.tfevents."))
          .sorted()
          .toList();
    }
  }

  /** Kills a process some time after it has said that it is at work, or lets it end before. */
  private static void killAfter(List<String> arguments, Predicate<String> atWork, int milliseconds)
      throws IOException, InterruptedException {
    Process process =
        Program.process(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader errors =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      StringBuilder text = new StringBuilder();
      String line = errors.readLine();
      while (line != null && !atWork.test(line)) {
        text.append(line).append('\n');
        line = errors.readLine();
      }
      if (!process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      } else {
        assertThat(process.exitValue()).as(text.toString()).isZero();
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
