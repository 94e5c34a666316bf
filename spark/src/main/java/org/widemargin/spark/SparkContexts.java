package org.widemargin.spark;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.widemargin.error.InputException;

/** Ways into Spark. */
final class SparkContexts {
  private SparkContexts() {}

  /**
   * Starts a Spark application.
   *
   * @param master empty for what spark-submit says
   * @param settings what the user says
   * @param own settings of ours, where the user and spark-submit say nothing
   */
  static JavaSparkContext start(
      String master, Map<String, String> settings, Map<String, String> own) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "widemargin");
    conf.setIfMissing("spark.ui.enabled", "false");
    // A size that is asked for before the executors have come would be that of none.
    conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    own.forEach(conf::setIfMissing);
    if (!master.isEmpty()) {
      conf.setMaster(master);
    }
    settings.forEach(conf::set);
    InputException.require(
        conf.contains("spark.master"),
        "expected --master, such as local[2] or spark://HOST:7077, found none");
    return new JavaSparkContext(conf);
  }

  /** Spark's messages go on with the stacks of its driver and of the executor. */
  static String reason(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
  }
}
