package org.widemargin.spark;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;
import org.widemargin.cli.worker.LocalWorkerCrew;
import org.widemargin.data.Shard;
import org.widemargin.parallel.MeetingPoint;
import org.widemargin.parallel.OwnProgram;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * What a task of a barrier stage does: it starts one worker as a process beside the executor, and
 * waits for it. The tasks run all at a time, and tell each other where the first one is.
 */
final class TrainAsWorker extends AbstractFunction1<Iterator<Integer>, Iterator<WorkerReport>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final WorkerOrder order;

  TrainAsWorker(WorkerOrder order) {
    this.order = order;
  }

  @Override
  public Iterator<WorkerReport> apply(Iterator<Integer> unused) {
    BarrierTaskContext task = BarrierTaskContext.get();
    return CollectionConverters.asScala(List.of(report(task)).iterator());
  }

  private WorkerReport report(BarrierTaskContext task) {
    MeetingPoint point = meetingPoint(task);
    Path folder = Path.of(order.folder());
    if (!Files.isDirectory(folder)) {
      return failed(
          "expected the folder "
              + folder
              + ", where the driver works, found none on "
              + here(task));
    }
    if (point.shard().index() == 0 && !Files.exists(Path.of(order.mark()))) {
      return failed(
          "expected --out in a folder that the driver shares with the executors, found that "
              + here(task)
              + " sees another one");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        Console.of(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    OwnProgram program = OwnProgram.withinAnother(task.cpus(), order.options());
    try (LocalWorkerCrew crew = new LocalWorkerCrew(List.of(point), program, folder)) {
      int status = crew.train(order.arguments(), console);
      return new WorkerReport(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WorkerReport(Failures.WORKER_LOST, "", "");
    }
  }

  /** Every task hears where each is: the first one, where all are to meet. */
  private MeetingPoint meetingPoint(BarrierTaskContext task) {
    String own = Integer.toString(MeetingPoint.freePort());
    String port = task.allGather(own)[0];
    Shard shard = new Shard(task.partitionId(), order.workers());
    return new MeetingPoint(
        host(task.getTaskInfos()[0].address()), Integer.parseInt(port), shard, order.patience());
  }

  private static String here(BarrierTaskContext task) {
    return host(task.getTaskInfos()[task.partitionId()].address());
  }

  /** Spark names an executor by its host and port. */
  private static String host(String address) {
    return address.substring(0, address.lastIndexOf(':'));
  }

  private static WorkerReport failed(String message) {
    return new WorkerReport(
        Failures.WRONG_INPUT, "", "widemargin: " + message + System.lineSeparator());
  }
}
