package org.widemargin.sweep;

import java.util.Map;

/** A way to a crew, found by {@link java.util.ServiceLoader}. */
public interface CrewProvider {
  /**
   * The name that users ask for it by.
   *
   * @return for example {@code spark}
   */
  String name();

  /**
   * Gathers a crew.
   *
   * @param master where, as the provider understands it; empty for what it is told otherwise
   * @param settings further ones, by name
   * @return the crew, to be closed
   * @throws org.widemargin.error.InputException if nobody can be reached there
   */
  Crew gather(String master, Map<String, String> settings);
}
