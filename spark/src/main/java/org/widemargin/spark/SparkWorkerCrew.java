package org.widemargin.spark;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;
import org.widemargin.cli.worker.WorkerCrew;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Workers that Spark's executors start, one for each task of a barrier stage: all at a time or
 * none. What they write is told when they have ended.
 *
 * <p>A stage that fails is not tried again by Spark, which would begin the run anew: whoever calls
 * {@link #train} knows how to go on with it.
 */
final class SparkWorkerCrew implements WorkerCrew {
  private static final long LOOK_SECONDS = 5;
  private static final String COMMIT = "widemargin.commit";

  /** How Spark says that there are fewer cores than workers. */
  private static final String TOO_FEW_SLOTS = "SPARK-24819";

  private final JavaSparkContext context;
  private final int workers;
  private final Duration patience;
  private final Path run;

  private SparkWorkerCrew(JavaSparkContext context, int workers, Duration patience, Path run) {
    this.context = context;
    this.workers = workers;
    this.patience = patience;
    this.run = run;
  }

  static SparkWorkerCrew start(
      String master, Map<String, String> settings, int workers, Duration patience, Path run) {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("spark.stage.maxConsecutiveAttempts", "1");
    // For as long as a worker would be waited for: an executor that was lost is started again.
    own.put("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", LOOK_SECONDS + "s");
    own.put(
        "spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures",
        Long.toString(Math.max(1, patience.toSeconds() / LOOK_SECONDS)));
    return new SparkWorkerCrew(SparkContexts.start(master, settings, own), workers, patience, run);
  }

  @Override
  public int train(List<String> arguments, Console console) throws InterruptedException {
    Path mark = mark();
    try {
      List<WorkerReport> reports = reports(order(arguments, mark));
      int status = status(reports);
      tell(reports, status, console);
      return status;
    } catch (InputException e) {
      throw e;
    } catch (Exception e) {
      // Scala's methods throw checked exceptions that they do not declare.
      return lost(e, console);
    } finally {
      delete(mark);
    }
  }

  private int lost(Exception failure, Console console) throws InterruptedException {
    if (failure instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (context.sc().isStopped()) {
      // The end has begun: nothing is started any more.
      return 0;
    }
    String reason = SparkContexts.reason(failure);
    require(
        !reason.contains(TOO_FEW_SLOTS),
        "expected executors with room for %d workers at a time, found fewer: fewer --workers, or"
            + " more cores",
        workers);
    console.notePlain(reason);
    return Failures.WORKER_LOST;
  }

  private WorkerOrder order(List<String> arguments, Path mark) {
    List<String> options =
        Optional.ofNullable(System.getProperty(COMMIT))
            .map(commit -> List.of("-D" + COMMIT + "=" + commit))
            .orElse(List.of());
    String here = Path.of("").toAbsolutePath().toString();
    return new WorkerOrder(workers, arguments, here, mark.toString(), options, patience);
  }

  private List<WorkerReport> reports(WorkerOrder order) {
    List<Integer> ranks = IntStream.range(0, workers).boxed().toList();
    RDD<Integer> tasks = context.parallelize(ranks, workers).rdd();
    ClassTag<WorkerReport> tag = ClassTag$.MODULE$.apply(WorkerReport.class);
    return new JavaRDD<>(tasks.barrier().mapPartitions(new TrainAsWorker(order), false, tag), tag)
        .collect();
  }

  /** That of a worker that failed by itself goes before that of those that were left alone. */
  private static int status(List<WorkerReport> reports) {
    return reports.stream()
        .mapToInt(WorkerReport::status)
        .filter(status -> status != 0 && status != Failures.WORKER_LOST)
        .findFirst()
        .orElse(reports.stream().mapToInt(WorkerReport::status).max().orElse(0));
  }

  /** What several have found is told once; of the results, the first one's. */
  private static void tell(List<WorkerReport> reports, int status, Console console) {
    Set<String> lines = new LinkedHashSet<>();
    reports.stream()
        .filter(report -> report.status() == status)
        .flatMap(report -> report.err().lines())
        .forEach(lines::add);
    lines.forEach(console.err()::println);
    reports.get(0).out().lines().forEach(console.out()::println);
  }

  private Path mark() {
    Path parent = Objects.requireNonNull(run.toAbsolutePath().normalize().getParent());
    AtomicFiles.createFolder(parent);
    try {
      Path mark = Files.createTempFile(parent, ".widemargin-", ".shared");
      mark.toFile().deleteOnExit();
      return mark;
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(parent, e);
    }
  }

  private static void delete(Path mark) {
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(mark, e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
