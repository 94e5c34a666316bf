package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;
import org.widemargin.run.RunFolder;
import org.widemargin.run.TrainingRun;

/** Threads that make batches beside training change nothing of what is learnt. */
class WorkersTest {
  private static final String AUGMENTED =
      "data.augmentation=[pad-crop: {padding: 1}, horizontal-flip, contrast: {amount: 0.2}]";

  @TempDir private Path folder;

  private static RunConfig config(int workers) {
    return TinyRuns.config(AUGMENTED, "data.workers=" + workers);
  }

  private static TrainingData data(RunConfig config) {
    return TrainingData.split(TinyRuns.images(240, 60), config);
  }

  private byte[] weights(RunConfig config, String name) throws IOException {
    Path run = folder.resolve(name);
    TrainingRun.start(config, data(config), run, new TrainingListener() {}, new StopRequest());
    return last(run);
  }

  private static byte[] last(Path run) throws IOException {
    return Files.readAllBytes(RunFolder.open(run).checkpoint(EvaluationConfig.Keep.LAST));
  }

  @Test
  void theNumberOfWorkersChangesNoWeight() throws IOException {
    byte[] alone = weights(config(0), "none");
    for (int workers = 1; workers <= 4; workers++) {
      assertThat(weights(config(workers), "with-" + workers)).isEqualTo(alone);
    }
    assertThat(weights(TinyRuns.config(AUGMENTED), "default")).isEqualTo(alone);
    assertThat(weights(TinyRuns.config(), "plain")).isNotEqualTo(alone);
  }

  @Test
  void aRunContinuedWithOtherWorkersComesToTheSameWeights() throws IOException {
    byte[] unbroken = weights(config(0), "unbroken");
    Path run = folder.resolve("broken");
    StopRequest stop = new StopRequest();
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void stepped(long step, double loss) {
            if (step == 7) {
              stop.request();
            }
          }
        };
    TrainingRun.start(config(3), data(config(3)), run, stopping, stop);
    TrainingRun.resume(
        config(1), data(config(1)), run, new TrainingListener() {}, new StopRequest());
    assertThat(last(run)).isEqualTo(unbroken);
  }

  @Test
  void theTimesOfAllStepsAreToldWithTheWaitingAmongThem() {
    RunConfig config = config(2);
    List<StepTimes> told = new ArrayList<>();
    try (Trainer trainer = new Trainer(config, data(config))) {
      trainer.run(
          new TrainingListener() {
            @Override
            public void timed(StepTimes times) {
              told.add(times);
            }
          },
          new StopRequest());
    }
    assertThat(told).extracting(StepTimes::steps).containsExactly(5L, 5L, 5L, 5L);
    assertThat(told)
        .allSatisfy(
            times -> {
              assertThat(times.seconds()).isPositive();
              assertThat(times.dataSeconds()).isBetween(0.0, times.seconds());
            });
  }

  @Test
  void closingATrainerEndsItsWorkers() {
    RunConfig config = config(3);
    try (Trainer trainer = new Trainer(config, data(config))) {
      trainer.step();
      assertThat(batchWorkers()).isNotEmpty();
    }
    assertThat(batchWorkers()).isEmpty();
  }

  private static List<String> batchWorkers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("batch-worker-"))
        .toList();
  }

  @Test
  void timesAddUp() {
    StepTimes both = new StepTimes(2, 3, 0.5).plus(new StepTimes(4, 7, 0.5));
    assertThat(both).isEqualTo(new StepTimes(6, 10, 1));
    assertThat(both.dataShare()).isEqualTo(0.1);
    assertThat(StepTimes.NONE.dataShare()).isZero();
  }

  @Test
  void workersThatAreNotWrittenDownKeepAConfigurationsText() {
    assertThat(TinyRuns.config().toYaml()).doesNotContain("workers");
    assertThat(config(2).toYaml()).contains("workers: 2");
    assertThatThrownBy(() -> config(-1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected from 0 to 256 workers, found -1");
  }
}
