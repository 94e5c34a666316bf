package org.widemargin.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A data set that users ask for by name. Modules offer theirs through {@link
 * java.util.ServiceLoader}.
 */
public interface NamedDataset {
  /** Returns the name, lower-case with dashes, for example {@code mnist}. */
  String name();

  /**
   * Reads the data set.
   *
   * @param folder the user's own copy; if empty, the one that comes with the library
   * @return the training and the test part
   * @throws org.widemargin.InputException if the files are missing or damaged, or no folder was
   *     given and none comes with the library
   */
  DataSource load(Optional<Path> folder);
}
