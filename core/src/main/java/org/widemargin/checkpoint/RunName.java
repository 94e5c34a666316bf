package org.widemargin.checkpoint;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run is called by: its folder, or {@code zoo:} and the name of a network that is on the
 * class path ({@link Zoo}).
 *
 * @param text as the user writes it
 */
public record RunName(String text) {
  /** What the names of networks of the zoo begin with, since a folder could stand there as well. */
  public static final String ZOO = "zoo:";

  /** Refuses an empty name, which is most often a variable that was not set. */
  public RunName {
    require(!text.isBlank(), "expected the name of a file or folder, found an empty one");
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RunName read(Object scalar) {
    return new RunName(scalar.toString());
  }

  /**
   * The folder.
   *
   * @return empty for a network of the zoo
   */
  public Optional<Path> folder() {
    return network().isPresent() ? Optional.empty() : Optional.of(Path.of(text));
  }

  /**
   * The network of the zoo.
   *
   * @return its name without the prefix; empty for a folder
   */
  public Optional<String> network() {
    return text.startsWith(ZOO) ? Optional.of(text.substring(ZOO.length())) : Optional.empty();
  }

  /**
   * The last part, which is enough to tell runs apart most of the time.
   *
   * @return the folder's own name, or the network's without the prefix
   */
  public String last() {
    return network()
        .orElseGet(() -> Path.of(text).toAbsolutePath().normalize().getFileName().toString());
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
