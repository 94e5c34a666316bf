package org.widemargin.cli.worker;

import java.nio.file.Path;
import java.util.List;
import org.widemargin.cli.text.Console;
import org.widemargin.parallel.MeetingPoint;
import org.widemargin.parallel.OwnProgram;

/**
 * Workers that are processes of this machine.
 *
 * @param points of the workers that are started here
 * @param program what to start
 * @param folder in which names of files in the arguments begin
 */
public record LocalWorkerCrew(List<MeetingPoint> points, OwnProgram program, Path folder)
    implements WorkerCrew {
  /** Copies the list. */
  public LocalWorkerCrew {
    points = List.copyOf(points);
  }

  @Override
  public int train(List<String> arguments, Console console) throws InterruptedException {
    WorkerProcesses processes = WorkerProcesses.start(points, program, folder, arguments, console);
    Thread stopping = new Thread(() -> stop(processes), "stop-workers");
    Runtime.getRuntime().addShutdownHook(stopping);
    try {
      int status = processes.await();
      // Where the end has begun, nothing is to be started any more.
      return takenBack(stopping) ? status : 0;
    } catch (InterruptedException e) {
      processes.stop();
      takenBack(stopping);
      throw e;
    }
  }

  /** Takes the hook back, unless it runs already. */
  private static boolean takenBack(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void stop(WorkerProcesses processes) {
    try {
      processes.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    // The processes have ended.
  }
}
