package org.widemargin.sweep;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.Datasets;
import org.widemargin.error.InputException;
import org.widemargin.error.Nearest;

/**
 * Where data sets lie that do not come with the library. Studies and result lines name such a set
 * and leave out the folder: what a line rests on is the set's contents, wherever they lie.
 *
 * @param byName the folder of each data set, by its name
 */
public record DataFolders(Map<String, Path> byName) {
  /** None are given. */
  public static final DataFolders NONE = new DataFolders(Map.of());

  /**
   * Checks that there are such data sets.
   *
   * @throws org.widemargin.error.InputException naming the first that there is not
   */
  public DataFolders {
    Map<String, Path> absolute = new TreeMap<>();
    byName.forEach(
        (name, folder) -> {
          require(
              Datasets.names().contains(name),
              "--data %s=%s: unknown data set '%s', %s",
              name,
              folder,
              name,
              Nearest.hint(name, Datasets.names()));
          absolute.put(name, folder.toAbsolutePath().normalize());
        });
    byName = Collections.unmodifiableMap(absolute);
  }

  /**
   * Tells whether a data set can be looked for.
   *
   * @param dataset as a study names it
   * @return whether its folder is known, or none is needed
   */
  public boolean cover(DatasetSpec dataset) {
    return dataset.folder().isPresent()
        || byName.containsKey(dataset.name())
        || !Datasets.needsData(dataset.name());
  }

  /** The data set with its folder, if it needs one. */
  DatasetSpec located(DatasetSpec dataset) {
    if (!cover(dataset)) {
      throw new InputException(
          "expected the folder of the data set %1$s, which does not come with the program, found none; give it with --data %1$s=DIR"
              .formatted(dataset.name()));
    }
    Path folder = byName.get(dataset.name());
    return dataset.folder().isPresent() || folder == null ? dataset : dataset.at(folder);
  }
}
