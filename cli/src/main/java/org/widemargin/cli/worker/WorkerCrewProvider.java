package org.widemargin.cli.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A way to machines that workers can be started on, found by {@link java.util.ServiceLoader}. */
public interface WorkerCrewProvider {
  /**
   * The name that users ask for it by.
   *
   * @return for example {@code spark}
   */
  String name();

  /**
   * Gathers machines.
   *
   * @param master where, as the provider understands it; empty for what it is told otherwise
   * @param settings further ones, by name
   * @param workers how many are to train
   * @param patience how long a worker waits for another before it counts as lost
   * @param run where the first one writes, in a folder that all machines share
   * @return who starts them, to be closed
   * @throws org.widemargin.error.InputException if nobody can be reached there
   */
  WorkerCrew gather(
      String master, Map<String, String> settings, int workers, Duration patience, Path run);
}
