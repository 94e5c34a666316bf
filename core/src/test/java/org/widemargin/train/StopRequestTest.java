package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

  /** A process of its own that does something long and never looks at the request. */
  static final class Busy {
    private Busy() {}

    public static void main(String[] arguments) throws InterruptedException {
      StopRequest stop = StopRequest.onShutdown();
      stop.beforeTheEnd(() -> System.out.println("the last word"));
      stop.heeded().close();
      System.out.println("running");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void workThatDoesNotHeedTheRequestIsNotWaitedFor() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Busy.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("running");
      process.toHandle().destroy();
      assertThat(output.readLine()).isEqualTo("the last word");
      assertThat(output.readLine()).isNull();
    }
    assertThat(process.waitFor()).isNotZero();
  }

  /** As wherever an evaluation is long: it is given up, and due when the run goes on. */
  @Test
  void aRequestDuringAnEvaluationIsHeededAndTheEvaluationMadeLater() {
    RunConfig config = TinyRuns.config("evaluation.every=5", "optimization.steps=10");
    TrainingData data = TrainingData.split(TinyRuns.images(100, 20), config);
    StopRequest stop = new StopRequest();
    List<SplitMetrics> measured = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(long step, double loss) {
            if (step == 5) {
              stop.request();
            }
          }

          @Override
          public void evaluated(List<SplitMetrics> metrics) {
            measured.addAll(metrics);
          }
        };
    List<SplitMetrics> unbroken = new ArrayList<>();
    try (Trainer trainer = new Trainer(config, data);
        Trainer other = new Trainer(config, data)) {
      TrainingOutcome outcome = trainer.run(listener, stop);
      assertThat(outcome.ending()).isEqualTo(TrainingOutcome.Ending.INTERRUPTED);
      assertThat(outcome.step()).isEqualTo(5);
      assertThat(measured).isEmpty();
      try (Trainer next = new Trainer(config, data, trainer.state().toCheckpoint())) {
        next.run(listener, new StopRequest());
      }
      other.run(
          new TrainingListener() {
            @Override
            public void evaluated(List<SplitMetrics> metrics) {
              unbroken.addAll(metrics);
            }
          },
          new StopRequest());
    }
    assertThat(measured).isNotEmpty().isEqualTo(unbroken);
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
