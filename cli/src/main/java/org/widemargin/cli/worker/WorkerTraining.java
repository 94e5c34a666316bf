package org.widemargin.cli.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;
import org.widemargin.file.FolderOwner;
import org.widemargin.train.StopRequest;

/**
 * A training of several workers, as the process sees it that starts them. A run in which a worker
 * is lost goes on from its last checkpoint, to the same weights as if none had been.
 *
 * @param crew who starts the workers
 * @param run where the first one writes
 * @param arguments of the command {@code train}, its name included
 * @param restarts how often in a row the run may lose a worker without having come to another
 *     checkpoint
 */
public record WorkerTraining(WorkerCrew crew, Path run, List<String> arguments, int restarts) {
  private static final String RESUME = "--resume";
  private static final String FORCE = "--force";

  /** Copies the list. */
  public WorkerTraining {
    arguments = List.copyOf(arguments);
  }

  /**
   * Whether this process was started as a worker.
   *
   * @return whether its environment says so
   */
  public static boolean isWorker() {
    return System.getenv(WorkerProcesses.MARK) != null;
  }

  /**
   * Has a worker stop after the step it is in when whoever started it is gone.
   *
   * @param stop the worker's
   */
  public static void endWithParent(StopRequest stop) {
    Thread watching =
        new Thread(
            () -> {
              try {
                if (System.in.read() < 0) {
                  stop.request();
                }
              } catch (IOException e) {
                stop.request();
              }
            },
            "parent-watch");
    watching.setDaemon(true);
    watching.start();
  }

  /**
   * Starts the workers, and starts them again where one is lost.
   *
   * @param console where to write
   * @return the exit status
   * @throws InterruptedException if this thread is interrupted
   */
  public int train(Console console) throws InterruptedException {
    String reached = reached();
    List<String> next = arguments;
    int failures = 0;
    while (true) {
      int status = crew.train(next, console);
      if (status != Failures.WORKER_LOST) {
        return status;
      }
      String now = reached();
      failures = now.equals(reached) ? failures + 1 : 1;
      reached = now;
      if (failures > restarts) {
        console.error(
            restarts == 0
                ? "a worker was lost; go on with --resume, or have it done by --restarts"
                : "a worker was lost %s times without a new checkpoint".formatted(failures));
        return status;
      }
      console.warn(
          "a worker was lost; all start again from "
              + (now.isEmpty() ? "the beginning" : "the last checkpoint"));
      awaitRelease();
      next = now.isEmpty() ? arguments : resumed();
    }
  }

  /** The arguments that go on with the run. What else they say is said of the run already. */
  private List<String> resumed() {
    List<String> resumed = new ArrayList<>(arguments);
    resumed.removeIf(FORCE::equals);
    if (!resumed.contains(RESUME)) {
      resumed.add(1, RESUME);
    }
    return resumed;
  }

  /** A worker whose parent is gone ends after the step it is in, and has the run until then. */
  private void awaitRelease() {
    if (Files.exists(run)) {
      FolderOwner.await(run).close();
    }
  }

  /** What tells the last checkpoint from others; empty if there is none of this run. */
  private String reached() {
    Path manifest = run.resolve("checkpoints").resolve("last.json");
    try {
      return Files.exists(manifest) ? Files.readString(manifest) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + manifest, e);
    }
  }
}
