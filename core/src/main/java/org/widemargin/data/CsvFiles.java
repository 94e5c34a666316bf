package org.widemargin.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.widemargin.error.InputException;

/**
 * Tables of comma-separated values with a header: a folder with {@code train.csv} and {@code
 * test.csv}, or one file (alone in its folder, or named itself), of which a share of the rows is
 * held out to test on.
 */
final class CsvFiles {
  static final String NAME = "csv";
  private static final int SHOWN = 10;
  private static final String EXPECTED =
      "a file of comma-separated values with a header, or a folder with train.csv and test.csv";

  private CsvFiles() {}

  static DataSource load(DatasetSpec spec, ReadingListener listener) {
    Path place = spec.requiredData(EXPECTED);
    DataSource parts =
        Files.isDirectory(place) ? inFolder(place, spec, listener) : split(place, spec, listener);
    Names.doubts(place.toString(), parts.train().classNames()).forEach(listener::note);
    return parts;
  }

  private static DataSource inFolder(Path folder, DatasetSpec spec, ReadingListener listener) {
    List<Path> files = files(folder);
    Path train = folder.resolve("train.csv");
    Path test = folder.resolve("test.csv");
    if (Files.exists(test)) {
      tellOfOthers(files, List.of(train, test), listener);
      return CsvTable.readPair(train, test, spec.labelColumn(), NAME);
    }
    List<Path> tables = files.stream().filter(file -> name(file).endsWith(".csv")).toList();
    InputException.require(
        tables.size() == 1, "%s: expected %s, found %s", folder, EXPECTED, found(tables));
    Path only = tables.get(0);
    files.stream()
        .filter(file -> !file.equals(only) && name(file).startsWith("test."))
        .findFirst()
        .ifPresent(
            file -> {
              throw new InputException(
                  "%s: expected the table to test on as test.csv, found %s; name the file %s"
                          .formatted(folder, file.getFileName(), only)
                      + " itself to hold out a part of its rows instead");
            });
    tellOfOthers(files, tables, listener);
    return split(only, spec, listener);
  }

  /** Files that are not read are named, since they may have been meant to be. */
  private static void tellOfOthers(List<Path> files, List<Path> read, ReadingListener listener) {
    List<String> others =
        files.stream()
            .filter(file -> !read.contains(file))
            .map(file -> String.valueOf(file.getFileName()))
            .toList();
    if (!others.isEmpty()) {
      listener.note(
          "not read, beside %s: %s%s"
              .formatted(
                  read.get(0).getFileName(),
                  String.join(", ", others.subList(0, Math.min(SHOWN, others.size()))),
                  others.size() > SHOWN ? " and %s more".formatted(others.size() - SHOWN) : ""));
    }
  }

  private static DataSource split(Path file, DatasetSpec spec, ReadingListener listener) {
    Dataset whole = CsvTable.read(file, spec.labelColumn()).toDataset(NAME);
    DataSource parts = new RowDraw(spec.heldOutForTest(), spec.seedOfTest()).of(whole);
    listener.note(
        "%d of %d rows are held out to test on, of each class its share; --test-share asks for another number"
            .formatted(parts.test().size(), whole.size()));
    return parts;
  }

  /** But for those that systems put there. */
  private static List<Path> files(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.isRegularFile(entry) && !SystemFiles.contains(entry))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException(folder + ": expected a folder that can be read: " + e, e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  private static String found(List<Path> tables) {
    return tables.isEmpty()
        ? "no file that ends in .csv"
        : tables.stream().map(table -> String.valueOf(table.getFileName())).toList().toString();
  }
}
