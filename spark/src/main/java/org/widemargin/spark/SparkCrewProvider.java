package org.widemargin.spark;

import java.util.Map;
import org.widemargin.sweep.Crew;
import org.widemargin.sweep.CrewProvider;

/** Gathers Spark's executors. */
public final class SparkCrewProvider implements CrewProvider {
  /** For {@link java.util.ServiceLoader}. */
  public SparkCrewProvider() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Crew gather(String master, Map<String, String> settings) {
    return SparkCrew.start(master, settings);
  }
}
