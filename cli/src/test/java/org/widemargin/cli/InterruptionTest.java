package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.torch.Device;

/** A real process that is told to end. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptionTest {
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void aTerminatedRunCanBeContinuedToTheSameWeights() throws IOException, InterruptedException {
    Path data = TinyData.write(folder.resolve("data"));
    Path run = folder.resolve("run");
    String errors = terminateAfterTheFirstEvaluation(TinyData.train(data, run, endless()));
    assertThat(errors).contains("stopped; continue with: widemargin train --resume --out " + run);

    long stopped = last(run).manifest().step();
    assertThat(stopped).isGreaterThanOrEqualTo(10);
    String steps = "--steps=" + (stopped + 15);
    Program.run("train", "--resume", "--out=" + run, steps).succeeded();
    Path unbroken = folder.resolve("unbroken");
    Program.run(TinyData.train(data, unbroken, "--schedule=constant", "--threads=1", steps))
        .succeeded();

    assertThat(last(run).manifest().step()).isEqualTo(stopped + 15);
    last(unbroken).network(Device.CPU).close();
    assertThat(last(run).optimizerState().keySet())
        .isEqualTo(last(unbroken).optimizerState().keySet());
    last(unbroken)
        .optimizerState()
        .forEach(
            (name, expected) ->
                assertThat(last(run).optimizerState().get(name)).as(name).isEqualTo(expected));
  }

  private static String[] endless() {
    return new String[] {"--schedule=constant", "--threads=1", "--steps=100000000"};
  }

  private static Checkpoint last(Path run) {
    return Checkpoint.load(run.resolve("checkpoints/last.safetensors"));
  }

  private static String terminateAfterTheFirstEvaluation(List<String> arguments)
      throws IOException, InterruptedException {
    Process process =
        Program.process(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    StringBuilder errors = new StringBuilder();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      boolean told = false;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        errors.append(line).append('\n');
        if (!told && line.contains("step ")) {
          // Unlike Process.destroy, this leaves the streams open.
          process.toHandle().destroy();
          told = true;
        }
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(errors.toString()).isEqualTo(TERMINATED);
      return errors.toString();
    } finally {
      process.destroyForcibly();
    }
  }
}
