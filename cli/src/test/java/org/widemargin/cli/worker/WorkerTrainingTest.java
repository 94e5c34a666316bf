package org.widemargin.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;

/** What the workers are started with again where one is lost. */
class WorkerTrainingTest {
  private static final String OLD = "{\"step\": 100}";

  @TempDir private Path parent;

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Attempts attempts = new Attempts();

  /** Workers that leave what is said in the run's folder, and are lost; then some that are not. */
  private static final class Attempts implements WorkerCrew {
    private final Deque<Runnable> lost = new ArrayDeque<>();
    private final List<List<String>> started = new ArrayList<>();

    @Override
    public int train(List<String> arguments, Console console) {
      started.add(arguments);
      if (lost.isEmpty()) {
        return 0;
      }
      lost.remove().run();
      return Failures.WORKER_LOST;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private Path run() {
    return parent.resolve("run");
  }

  private int train(String... arguments) throws InterruptedException {
    Console console = Console.of(System.out, new PrintStream(errors, true, StandardCharsets.UTF_8));
    return new WorkerTraining(attempts, run(), Arrays.asList(arguments), 3).train(console);
  }

  private void write(String name, String text) {
    try {
      Path file = run().resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin() {
    write("config.yaml", "seed: 1");
    write("checkpoints/nothing", "");
  }

  private void checkpoint(String manifest) {
    write("checkpoints/last.json", manifest);
  }

  @Test
  void aReplacedRunIsNotTakenForTheNewOne() throws InterruptedException {
    begin();
    checkpoint(OLD);
    attempts.lost.add(() -> {});
    attempts.lost.add(() -> checkpoint("{\"step\": 10}"));
    assertThat(train("train", "--force", "--steps=100")).isZero();
    assertThat(attempts.started)
        .containsExactly(
            List.of("train", "--force", "--steps=100"),
            List.of("train", "--force", "--steps=100"),
            List.of("train", "--steps=100", "--resume"));
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .containsSubsequence("from the beginning", "from the last checkpoint");
  }

  @Test
  void whatIsLeftBeforeTheFirstCheckpointIsReplaced() throws InterruptedException {
    attempts.lost.add(this::begin);
    attempts.lost.add(() -> checkpoint(OLD));
    assertThat(train("--stacktrace", "train", "--steps=100")).isZero();
    assertThat(attempts.started)
        .containsExactly(
            List.of("--stacktrace", "train", "--steps=100"),
            List.of("--stacktrace", "train", "--steps=100", "--force"),
            List.of("--stacktrace", "train", "--steps=100", "--resume"));
  }

  @Test
  void whatWasInTheFolderBeforeIsNotReplaced() throws InterruptedException {
    begin();
    attempts.lost.add(() -> {});
    assertThat(train("train")).isZero();
    assertThat(attempts.started).containsExactly(List.of("train"), List.of("train"));
  }

  @Test
  void aResumedRunGoesOnFromTheCheckpointThatItHad() throws InterruptedException {
    begin();
    checkpoint(OLD);
    attempts.lost.add(() -> {});
    assertThat(train("train", "--resume")).isZero();
    assertThat(attempts.started)
        .containsExactly(List.of("train", "--resume"), List.of("train", "--resume"));
  }

  @Test
  void lossesInARowAreCountedAnewAfterACheckpoint() throws InterruptedException {
    attempts.lost.add(this::begin);
    attempts.lost.add(() -> {});
    attempts.lost.add(() -> checkpoint(OLD));
    for (int loss = 0; loss < 3; loss++) {
      attempts.lost.add(() -> {});
    }
    assertThat(train("train")).isEqualTo(Failures.WORKER_LOST);
    assertThat(attempts.started).hasSize(6);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("a worker was lost 4 times without a new checkpoint");
  }
}
