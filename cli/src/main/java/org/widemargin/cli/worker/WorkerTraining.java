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
import org.widemargin.run.OwnedRun;
import org.widemargin.train.StopRequest;

/**
 * A training of several workers, as the process sees it that starts them. A run in which a worker
 * is lost goes on from its last checkpoint, or begins again where it has none, to the same weights
 * as if none had been.
 *
 * @param crew who starts the workers
 * @param run where the first one writes
 * @param arguments of this program, its command {@code train} among them
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
    boolean isNew = restarts > 0 && !has(RESUME) && OwnedRun.isFree(run);
    // It comes back where the new run is lost before its first checkpoint.
    String replaced = has(RESUME) ? "" : manifest();
    String reached = reached(replaced);
    List<String> next = arguments;
    int failures = 0;
    while (true) {
      int status = crew.train(next, console);
      if (status != Failures.WORKER_LOST) {
        return status;
      }
      if (restarts == 0) {
        console.error("a worker was lost; go on with --resume, or have it done by --restarts");
        return status;
      }
      awaitRelease();
      String now = reached(replaced);
      failures = now.equals(reached) ? failures + 1 : 1;
      reached = now;
      if (failures > restarts) {
        console.error("a worker was lost " + failures + " times without a new checkpoint");
        return status;
      }
      console.warn(
          "a worker was lost; all start again from "
              + (now.isEmpty() ? "the beginning" : "the last checkpoint"));
      next = next(!now.isEmpty(), isNew);
    }
  }

  /**
   * What another attempt is started with.
   *
   * @param hasCheckpoint whether there is one to go on from
   * @param isNew whether nothing was in the folder: what is there now is what the workers left
   */
  private List<String> next(boolean hasCheckpoint, boolean isNew) {
    if (hasCheckpoint) {
      return with(RESUME);
    }
    return isNew ? with(FORCE) : arguments;
  }

  /** The arguments with one of the two flags. What else they say is said of the run already. */
  private List<String> with(String flag) {
    List<String> changed = new ArrayList<>(arguments);
    changed.removeIf(argument -> is(RESUME, argument) || is(FORCE, argument));
    changed.add(flag);
    return changed;
  }

  private boolean has(String flag) {
    return arguments.stream().anyMatch(argument -> is(flag, argument));
  }

  private static boolean is(String flag, String argument) {
    return argument.equals(flag) || argument.startsWith(flag + "=");
  }

  /** A worker whose parent is gone ends after the step it is in, and has the run until then. */
  private void awaitRelease() {
    if (Files.exists(run)) {
      FolderOwner.await(run).close();
    }
  }

  /** What tells the last checkpoint from others; empty if there is none but the replaced run's. */
  private String reached(String replaced) {
    String manifest = manifest();
    return manifest.equals(replaced) ? "" : manifest;
  }

  private String manifest() {
    Path manifest = run.resolve("checkpoints").resolve("last.json");
    try {
      return Files.exists(manifest) ? Files.readString(manifest) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + manifest, e);
    }
  }
}
