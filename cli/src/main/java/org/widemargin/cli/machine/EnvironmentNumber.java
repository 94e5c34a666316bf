package org.widemargin.cli.machine;

import java.util.Map;
import java.util.Optional;

/**
 * A whole number that the launcher puts into the environment.
 *
 * @param name of the variable
 * @param least that does
 * @param most that does
 * @param wanted the bound, for people
 * @param otherwise what happens outside it
 */
public record EnvironmentNumber(
    String name, long least, long most, String wanted, String otherwise) {
  /** A number with a lower bound. */
  public static EnvironmentNumber atLeast(String name, long least, String otherwise) {
    return new EnvironmentNumber(name, least, Long.MAX_VALUE, "at least " + least, otherwise);
  }

  /** A number with an upper bound. */
  static EnvironmentNumber atMost(String name, long most, String otherwise) {
    return new EnvironmentNumber(name, 0, most, "at most " + most, otherwise);
  }

  /** What to say of an environment, if anything. */
  public Optional<String> warning(Map<String, String> environment) {
    String found = environment.getOrDefault(name, "nothing");
    if (found.matches("\\d{1,18}")) {
      long number = Long.parseLong(found);
      if (number >= least && number <= most) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "expected %s of %s, found %s: %s; use ./widemargin"
            .formatted(name, wanted, found, otherwise));
  }
}
