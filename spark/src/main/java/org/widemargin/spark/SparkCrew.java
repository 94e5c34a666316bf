package org.widemargin.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.widemargin.error.InputException;
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
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "widemargin");
    // Jobs share the executors instead of queueing behind the first.
    conf.setIfMissing("spark.scheduler.mode", "FAIR");
    conf.setIfMissing("spark.ui.enabled", "false");
    // A size that is asked for before the executors have come would be that of none.
    conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    if (!master.isEmpty()) {
      conf.setMaster(retrying(master));
    }
    settings.forEach(conf::set);
    InputException.require(
        conf.contains("spark.master"),
        "expected --master, such as local[2] or spark://HOST:7077, found none");
    return new SparkCrew(new JavaSparkContext(conf));
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
      return context.parallelize(List.of(task), 1).map(new CarryOut()).collect().get(0);
    } catch (RuntimeException e) {
      throw new TrialLostException(reason(e), e);
    } catch (Exception e) {
      // Scala's methods throw checked exceptions that they do not declare.
      if (e instanceof SparkException) {
        throw new TrialLostException(reason(e), e);
      }
      throw e;
    }
  }

  /** Spark's messages go on with the stacks of its driver and of the executor. */
  private static String reason(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
  }

  @Override
  public void close() {
    context.close();
  }
}
