package org.widemargin.spark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.widemargin.cli.worker.WorkerCrew;
import org.widemargin.cli.worker.WorkerCrewProvider;

/** Has Spark's executors start the workers of a training. */
public final class SparkWorkerCrewProvider implements WorkerCrewProvider {
  /** For {@link java.util.ServiceLoader}. */
  public SparkWorkerCrewProvider() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public WorkerCrew gather(
      String master, Map<String, String> settings, int workers, Duration patience, Path run) {
    return SparkWorkerCrew.start(master, settings, workers, patience, run);
  }
}
