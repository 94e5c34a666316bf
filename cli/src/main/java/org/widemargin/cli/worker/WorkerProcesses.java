package org.widemargin.cli.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;
import org.widemargin.parallel.MeetingPoint;
import org.widemargin.parallel.OwnProgram;

/**
 * The worker processes of one attempt at a training. If one ends too early, so do the others: they
 * cannot go on without it.
 */
final class WorkerProcesses {
  /** In the environment of a worker's process. */
  static final String MARK = "WIDEMARGIN_WORKER";

  private static final long LOOK_MILLIS = 100;

  /** How long the others may take to find out by themselves that one is lost, and to say so. */
  private static final long GRACE_MILLIS = 15_000;

  private static final long LAST_WORDS_MILLIS = 60_000;
  private static final int KILLED = 128;

  private final List<WorkerProcess> processes;
  private final Console console;

  private WorkerProcesses(List<WorkerProcess> processes, Console console) {
    this.processes = processes;
    this.console = console;
  }

  /**
   * Starts them.
   *
   * @param points of each worker that is started here
   * @param program what to start
   * @param folder in which the names of files in the arguments begin
   * @param arguments of this program
   * @param console where to pass on what they write
   */
  static WorkerProcesses start(
      List<MeetingPoint> points,
      OwnProgram program,
      Path folder,
      List<String> arguments,
      Console console) {
    List<WorkerProcess> processes = new ArrayList<>();
    for (MeetingPoint point : points) {
      Map<String, String> environment = new LinkedHashMap<>(point.environment());
      environment.put(MARK, "yes");
      // Its warnings are stacks of C++; what they are about comes as an exception, too.
      environment.put("TORCH_CPP_LOG_LEVEL", "ERROR");
      processes.add(
          WorkerProcess.start(
              point.shard().index(), program, folder, arguments, environment, console));
    }
    return new WorkerProcesses(processes, console);
  }

  /**
   * Waits for all of them.
   *
   * @return 0 if the training is done; the status of a worker that has failed by itself; {@link
   *     Failures#WORKER_LOST} if one was lost, which another attempt may not be
   */
  int await() throws InterruptedException {
    WorkerProcess first = firstToFail();
    if (first == null) {
      return 0;
    }
    if (isOwnFailure(first.status())) {
      processes.forEach(WorkerProcess::stop);
    }
    long end = System.nanoTime() + 1_000_000 * GRACE_MILLIS;
    for (WorkerProcess process : processes) {
      if (!process.ends(Math.max(1, (end - System.nanoTime()) / 1_000_000))) {
        process.kill();
      }
    }
    for (WorkerProcess process : processes) {
      while (!process.ends(LAST_WORDS_MILLIS)) {
        process.kill();
      }
    }
    List<WorkerProcess> guilty =
        processes.stream().filter(process -> isOwnFailure(process.status())).toList();
    tellLastWords(guilty.isEmpty() ? processes : guilty);
    return guilty.isEmpty() ? Failures.WORKER_LOST : guilty.get(0).status();
  }

  /** What all have found, such as a loss that is not finite, is told once. */
  private void tellLastWords(List<WorkerProcess> those) {
    Set<String> told = new HashSet<>();
    for (WorkerProcess process : those) {
      for (String line : process.lastWords()) {
        if (told.add(line)) {
          console.err().println(process.worker() == 0 ? line : process.whose() + line);
        }
      }
    }
  }

  /** Null if none fails. The first worker, which writes the run, ends last. */
  private @Nullable WorkerProcess firstToFail() throws InterruptedException {
    while (true) {
      for (WorkerProcess process : processes) {
        if (process.hasEnded() && process.status() != 0) {
          return process;
        }
      }
      if (processes.stream().allMatch(WorkerProcess::hasEnded)) {
        for (WorkerProcess process : processes) {
          process.ends(LAST_WORDS_MILLIS);
        }
        return null;
      }
      processes.stream()
          .filter(process -> !process.hasEnded())
          .findFirst()
          .orElseThrow()
          .ends(LOOK_MILLIS);
    }
  }

  private static boolean isOwnFailure(int status) {
    return status != 0 && status != Failures.WORKER_LOST && status < KILLED;
  }

  /** Asks all of them to stop after the step they are in, and waits until they have. */
  void stop() throws InterruptedException {
    processes.forEach(WorkerProcess::stop);
    for (WorkerProcess process : processes) {
      process.ends(LAST_WORDS_MILLIS);
    }
  }
}
