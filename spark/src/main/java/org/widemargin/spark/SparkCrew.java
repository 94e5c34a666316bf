package org.widemargin.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.widemargin.sweep.Crew;
import org.widemargin.sweep.TrialLostException;

/**
 * The executors of a Spark application. Each trial is a job of one task, which Spark sends to a
 * free core, and again to another if an executor is lost.
 */
final class SparkCrew implements Crew {
  /** The master of a machine alone gives up at the first failure unless a number is said. */
  private static final int FAILURES = 4;

  private final JavaSparkContext context;

  private SparkCrew(JavaSparkContext context) {
    this.context = context;
  }

  static SparkCrew start(String master, Map<String, String> settings) {
    // Jobs share the executors instead of queueing behind the first.
    Map<String, String> own = Map.of("spark.scheduler.mode", "FAIR");
    return new SparkCrew(SparkContexts.start(retrying(master), settings, own));
  }

  private static String retrying(String master) {
    return master.matches("local\\[[^,\\]]+]") ? master.replace("]", "," + FAILURES + "]") : master;
  }

  @Override
  public int size() {
    return Math.max(1, context.defaultParallelism());
  }

  @Override
  public byte[] ask(byte[] task) {
    try {
      return carryOut(context.broadcast(task));
    } catch (Exception e) {
      // Scala's methods throw checked exceptions that they do not declare.
      throw new TrialLostException(SparkContexts.reason(e), e);
    }
  }

  /** A task with its networks is larger than what Spark sends as part of a job. */
  private byte[] carryOut(Broadcast<byte[]> task) {
    try {
      return context.parallelize(List.of(0), 1).map(new CarryOut(task)).collect().get(0);
    } finally {
      task.destroy();
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
