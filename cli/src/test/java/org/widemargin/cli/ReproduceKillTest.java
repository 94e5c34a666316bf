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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real command on MNIST, killed at random moments; the short version is in module lab. */
@Tag("slow")
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReproduceKillTest {
  private static final long SEED = 3;
  private static final int KILLS = 10;
  private static final int LONGEST_MILLISECONDS = 3000;

  @TempDir private Path folder;

  private Process start(Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            "org.widemargin.cli.Main",
            "reproduce",
            "noisy-labels",
            "--budget=smoke",
            "--out=" + out)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void reproduceKilledTenTimesGoesOnToTheSameLines() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    Path killed = folder.resolve("killed");
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(killed);
      try (BufferedReader errors = errors(process)) {
        awaitTrial(errors);
        if (!process.waitFor(random.nextInt(LONGEST_MILLISECONDS), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
    }
    Path unbroken = folder.resolve("unbroken");
    for (Path out : List.of(killed, unbroken)) {
      Process process = start(out);
      try (BufferedReader errors = errors(process)) {
        String text = String.join("\n", errors.lines().toList());
        assertThat(process.waitFor()).as(text).isZero();
      }
    }
    assertThat(lines(killed)).as("seed %d", SEED).hasSize(54).isEqualTo(lines(unbroken));
  }

  private static BufferedReader errors(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
  }

  private static void awaitTrial(BufferedReader errors) throws IOException {
    for (String line = errors.readLine();
        line != null && !line.startsWith("[");
        line = errors.readLine()) {
      // Loading and checking, before the first trial.
    }
  }

  /** Lines without their origin by trial; fails if a trial has two. */
  private static Map<String, JsonNode> lines(Path out) throws IOException {
    Map<String, JsonNode> lines = new TreeMap<>();
    for (String line : Files.readAllLines(out.resolve("results.jsonl"))) {
      ObjectNode node = (ObjectNode) new ObjectMapper().readTree(line);
      node.remove("origin");
      assertThat(lines.put(node.path("trial").asText(), node)).as("no trial twice").isNull();
    }
    return lines;
  }
}
