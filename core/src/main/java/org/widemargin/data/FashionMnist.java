package org.widemargin.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.widemargin.error.InputException;

/** Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): clothes in the format and sizes of MNIST. */
public final class FashionMnist implements NamedDataset {
  /** Where Debian's package {@code dataset-fashion-mnist} puts the files. */
  static final Path DEBIAN_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

  private static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  /** Creates the entry. */
  public FashionMnist() {}

  @Override
  public String name() {
    return "fashion-mnist";
  }

  /**
   * Reads the four IDX files.
   *
   * @param spec whose folder they lie in; without one, where Debian's package puts them
   * @return 60 000 training and 10 000 test images of shape {@code [1, 28, 28]}
   * @throws InputException if there are none or they are damaged
   */
  @Override
  public DataSource load(DatasetSpec spec) {
    Optional<Path> folder = spec.folder();
    InputException.require(
        folder.isPresent() || Files.isDirectory(DEBIAN_FOLDER),
        "fashion-mnist: expected its four IDX files in a folder given with --data DIR, or Debian's"
            + " package dataset-fashion-mnist in %s, found neither",
        DEBIAN_FOLDER);
    return IdxReader.readFolder(folder.orElse(DEBIAN_FOLDER), name(), CLASSES);
  }
}
