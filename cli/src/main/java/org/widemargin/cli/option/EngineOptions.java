package org.widemargin.cli.option;

import static org.widemargin.error.InputException.require;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.widemargin.error.InputException;
import org.widemargin.sweep.Crew;
import org.widemargin.sweep.CrewProvider;
import picocli.CommandLine.Option;

/** The options that say who carries out the trials of studies. */
public final class EngineOptions {
  private static final String LOCAL = "local";

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = LOCAL,
      description =
          "Who carries out the trials: local, this process, or spark, the executors of Apache"
              + " Spark; default: ${DEFAULT-VALUE}.")
  private String engine = LOCAL;

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "",
      description =
          "With --engine spark: local[N], which needs no installation, or spark://HOST:PORT and"
              + " others. Not needed under spark-submit.")
  private String master = "";

  @Option(
      names = "--engine-setting",
      paramLabel = "KEY=VALUE",
      description =
          "With --engine spark: a setting of Spark, such as spark.executor.memory=2g; may be"
              + " repeated.")
  private Map<String, String> settings = Map.of();

  /**
   * Gathers those who carry them out.
   *
   * @return the crew, to be closed; empty for this process
   * @throws InputException if there is no such engine, or nobody can be reached
   */
  public Optional<Crew> gather() {
    if (engine.equals(LOCAL)) {
      require(
          master.isEmpty() && settings.isEmpty(),
          "expected --engine spark with --master and --engine-setting, found local");
      return Optional.empty();
    }
    for (CrewProvider provider : ServiceLoader.load(CrewProvider.class)) {
      if (provider.name().equals(engine)) {
        return Optional.of(provider.gather(master, settings));
      }
    }
    throw new InputException(
        "expected --engine local, or spark where its jars and widemargin's module for it are on the"
            + " class path (./widemargin brings both in the folder of the sources), found '"
            + engine
            + "'");
  }
}
