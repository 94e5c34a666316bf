package org.widemargin.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.parallel.Workers;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.Trainer;
import org.widemargin.train.TrainingData;
import org.widemargin.train.TrainingListener;
import org.widemargin.train.TrainingOutcome;

/**
 * A training of several workers, as those see it that write nothing: the first one has the folder,
 * and sends them the checkpoint that it goes on from.
 */
public final class FollowedRun {
  private static final byte[] NONE = {};

  private FollowedRun() {}

  /**
   * Trains with the first worker, as long as it does.
   *
   * @param config everything that decides the run, as on the first worker but for threads and
   *     device
   * @param data what it learns from, the same as there
   * @param workers of whom this is not the first
   * @param stop asks all of them to stop after a step
   * @return how it ended
   * @throws InputException if this worker's data or version are not those of the first
   * @throws org.widemargin.error.OutputException if there is no room for a checkpoint among the
   *     temporary files
   * @throws org.widemargin.parallel.WorkerLostException if a worker is lost
   */
  public static TrainingOutcome train(
      RunConfig config, TrainingData data, Workers workers, StopRequest stop) {
    byte[] last = workers.ofFirst(NONE);
    Checkpoint from = last.length == 0 ? null : read(last);
    try (Trainer trainer = new Trainer(config, data, from, workers)) {
      return trainer.run(new TrainingListener() {}, stop);
    }
  }

  /** Sends the others what they begin with. */
  static void lead(Workers workers, Optional<Path> last) {
    if (workers.shard().count() > 1) {
      workers.ofFirst(last.map(FollowedRun::bytes).orElse(NONE));
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException("expected to read the checkpoint " + file + ", found none", e);
    }
  }

  private static Checkpoint read(byte[] bytes) {
    try {
      Path file = Files.createTempFile("widemargin-last", ".safetensors");
      try {
        Files.write(file, bytes);
        return Checkpoint.load(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(Path.of(System.getProperty("java.io.tmpdir", "")), e);
    }
  }
}
