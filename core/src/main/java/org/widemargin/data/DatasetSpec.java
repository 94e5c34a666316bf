package org.widemargin.data;

import static org.widemargin.config.Change.set;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.InputException;
import org.widemargin.config.Change;

/**
 * Which data set to use, as a configuration says it.
 *
 * @param name one of {@link Datasets#names()}
 * @param data the user's folder or file; may be absent for sets that come with the library
 * @param shape for {@code folder}: what to bring images to, channels, height, width; if absent all
 *     must be of one shape
 * @param label for {@code csv}: the name of the column with the labels, by default {@code label}
 */
public record DatasetSpec(
    String name, @Nullable Path data, @Nullable SampleShape shape, @Nullable String label) {
  private static final String DEFAULT_LABEL = "label";

  /** Checks that there is a name. */
  public DatasetSpec {
    InputException.require(!name.isBlank(), "expected the name of a data set, found none");
  }

  /**
   * Names a data set that needs nothing else.
   *
   * @param name one of {@link Datasets#names()}
   * @return its specification
   */
  public static DatasetSpec of(String name) {
    return new DatasetSpec(name, null, null, null);
  }

  /**
   * The same from any working folder.
   *
   * @return the specification with an absolute path, if it has one
   */
  public DatasetSpec absolute() {
    return data == null ? this : at(data.toAbsolutePath().normalize());
  }

  /**
   * The same from another place.
   *
   * @param place the folder or file
   * @return the specification with that path
   */
  public DatasetSpec at(Path place) {
    return Change.apply(this, set(DatasetSpec::data).to(place));
  }

  /**
   * Where the user's own copy is.
   *
   * @return the folder or file; empty if none was given
   */
  public Optional<Path> folder() {
    return Optional.ofNullable(data);
  }

  /**
   * Where the data lie, for sets that do not come with the library.
   *
   * @param expected what has to be there, as in "expected ..., found none"
   * @return the folder or file
   * @throws InputException if none was given
   */
  public Path requiredData(String expected) {
    return folder()
        .orElseThrow(
            () ->
                new InputException(
                    name + ": expected " + expected + ", found none; give it with --data"));
  }

  String labelColumn() {
    return Optional.ofNullable(label).orElse(DEFAULT_LABEL);
  }
}
