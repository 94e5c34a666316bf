package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StopRequestTest {
  /** A process of its own: waits to be told to end, then writes only when it is let. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      try (StopRequest stop = StopRequest.onShutdown();
          StopRequest.Stretch heeded = stop.heeded()) {
        System.out.println("running");
        while (!stop.requested()) {
          Thread.onSpinWait();
        }
        System.out.println("stopping");
        if (System.in.read() >= 0) {
          System.out.println("written");
        }
      }
    }
  }

  @Test
  void theVirtualMachineEndsOnlyAfterEverythingIsWritten()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("running");
      // SIGTERM where there are signals; process.destroy() would close the streams too.
      process.toHandle().destroy();
      assertThat(output.readLine()).isEqualTo("stopping");
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertThat(output.readLine()).isEqualTo("written");
    }
    assertThat(process.waitFor()).isNotZero();
  }

  @Test
  void withoutARequestClosingLeavesNothingBehind() {
    try (StopRequest stop = StopRequest.onShutdown()) {
      assertThat(stop.requested()).isFalse();
    }
  }

  @Test
  void aRequestBeforeTheStartMakesNoStep() {
    RunConfig config = TinyRuns.config();
    StopRequest stop = new StopRequest();
    stop.request();
    try (Trainer trainer =
        new Trainer(config, TrainingData.split(TinyRuns.images(100, 20), config))) {
      TrainingOutcome outcome = trainer.run(new TrainingListener() {}, stop);
      assertThat(outcome.ending()).isEqualTo(TrainingOutcome.Ending.INTERRUPTED);
      assertThat(outcome.step()).isZero();
    }
  }
}
