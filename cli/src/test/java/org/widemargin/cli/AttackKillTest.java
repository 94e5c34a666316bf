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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real evaluation that is killed without warning, and goes on. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AttackKillTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aKilledEvaluationGoesOnToTheSameResult() throws IOException, InterruptedException {
    Path data = TinyData.write(folder.resolve("data"));
    Path run = folder.resolve("run");
    Program.run(TinyData.train(data, run, "--loss=margin", "--norm=linf", "--gamma=0.2"))
        .succeeded();
    Path killed = folder.resolve("killed");
    Path unbroken = folder.resolve("unbroken");

    killAfterTheFirstAttack(attack(run, killed));
    assertThat(killed.resolve("results.json")).doesNotExist();
    assertThat(JSON.readTree(killed.resolve("samples.json").toFile()).path("stages")).hasSize(1);
    byte[] firstExamples = Files.readAllBytes(killed.resolve("adversarial-fgsm.safetensors"));

    Program.run(attack(run, killed)).succeeded();
    Program.run(attack(run, unbroken)).succeeded();
    for (String file : List.of("samples.json", "results.json", "nearest.json")) {
      assertThat(withoutTimes(killed.resolve(file)))
          .as(file)
          .isEqualTo(withoutTimes(unbroken.resolve(file)));
    }
    assertThat(Files.readAllBytes(unbroken.resolve("adversarial-fgsm.safetensors")))
        .isEqualTo(firstExamples);
    assertThat(JSON.readTree(unbroken.resolve("results.json").toFile()).path("attacks")).hasSize(2);
  }

  /** Square takes long enough to be killed in it. */
  private static List<String> attack(Path run, Path out) {
    return List.of("attack", run.toString(), "--attack=fgsm,square", "--eps=0.15", "--out=" + out);
  }

  private static JsonNode withoutTimes(Path file) throws IOException {
    JsonNode tree = JSON.readTree(file.toFile());
    for (JsonNode place : tree.findParents("seconds")) {
      ((ObjectNode) place).remove("seconds");
    }
    return tree;
  }

  private static void killAfterTheFirstAttack(List<String> arguments)
      throws IOException, InterruptedException {
    Process process =
        Program.process(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      StringBuilder errors = new StringBuilder();
      String line = reader.readLine();
      while (line != null && !line.startsWith("fgsm: ")) {
        errors.append(line).append('\n');
        line = reader.readLine();
      }
      assertThat(line).as(errors.toString()).isNotNull();
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isNotZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
