package org.widemargin.data;

/**
 * A data set, or a way to read one, that users ask for by name. A new one is its class and a line:
 * in {@link Datasets}, or from another module in the file of {@link java.util.ServiceLoader}.
 */
public interface NamedDataset {
  /** {@return the name, lower-case with dashes, for example {@code mnist}} */
  String name();

  /**
   * Tells whether users must say where it lies.
   *
   * @return false for a set that comes with the library or has a usual place
   */
  default boolean needsData() {
    return false;
  }

  /**
   * Reads the data set.
   *
   * @param spec which has this name, and says where the user's own copy is, if there is one
   * @return the training and the test part
   * @throws org.widemargin.error.InputException if the files are missing or damaged, or no folder
   *     was given and none comes with the library
   */
  DataSource load(DatasetSpec spec);

  /**
   * Reads the data set and says how it goes. What reads at once has nothing to say.
   *
   * @param spec as for {@link #load(DatasetSpec)}
   * @param listener is told
   * @return the training and the test part
   * @throws org.widemargin.error.InputException as from {@link #load(DatasetSpec)}
   */
  default DataSource load(DatasetSpec spec, ReadingListener listener) {
    return load(spec);
  }
}
