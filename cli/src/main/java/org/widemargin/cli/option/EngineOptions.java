package org.widemargin.cli.option;

import static org.widemargin.error.InputException.require;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.sweep.Crew;
import org.widemargin.sweep.CrewProvider;
import picocli.CommandLine.Option;

/** The options that say who does the work. */
public final class EngineOptions {
  private static final String LOCAL = "local";
  private static final String SPARK = "spark";

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "Who does the work: local, this machine, or spark, the executors of Apache Spark;"
              + " default: local, and spark with --master.")
  private @Nullable String engine;

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "",
      description =
          "Spark's: local[N], which needs no installation, or spark://HOST:PORT and others. Not"
              + " needed under spark-submit.")
  private String master = "";

  @Option(
      names = "--engine-setting",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, such as spark.executor.memory=2g; may be repeated.")
  private Map<String, String> settings = Map.of();

  /**
   * Gathers those who carry them out.
   *
   * @return the crew, to be closed; empty for this process
   * @throws InputException if there is no such engine, or nobody can be reached
   */
  public Optional<Crew> gather() {
    return find(CrewProvider.class, CrewProvider::name)
        .map(provider -> provider.gather(master, settings));
  }

  /**
   * Looks for what the engine is reached by.
   *
   * @param kind an interface that engines implement
   * @param name gives an engine's
   * @param <T> the interface
   * @return empty for this machine
   * @throws InputException if there is no such engine here
   */
  public <T> Optional<T> find(Class<T> kind, Function<T, String> name) {
    String chosen = chosen();
    if (isLocal()) {
      return Optional.empty();
    }
    for (T provider : ServiceLoader.load(kind)) {
      if (name.apply(provider).equals(chosen)) {
        return Optional.of(provider);
      }
    }
    throw new InputException(
        "expected --engine local, or spark where its jars and widemargin's module for it are on the"
            + " class path (./widemargin brings both in the folder of the sources), found '"
            + chosen
            + "'");
  }

  /**
   * Whether this machine does the work.
   *
   * @return false if it is another's
   */
  public boolean isLocal() {
    return chosen().equals(LOCAL);
  }

  private String chosen() {
    boolean ofSpark = !master.isEmpty() || !settings.isEmpty();
    String chosen = engine == null ? (ofSpark ? SPARK : LOCAL) : engine;
    require(
        !chosen.equals(LOCAL) || !ofSpark,
        "expected --engine spark with --master and --engine-setting, found local");
    return chosen;
  }

  /**
   * Where the engine is.
   *
   * @return empty for what it is told otherwise
   */
  public String master() {
    return master;
  }

  /**
   * What the engine is told beside.
   *
   * @return by name
   */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }
}
