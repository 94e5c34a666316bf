package org.widemargin.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.widemargin.error.InputException;

/**
 * Tables of comma-separated values with a header: a folder with {@code train.csv} and {@code
 * test.csv}, or one file (alone in its folder, or named itself), of which a share of the rows is
 * held out to test on.
 */
final class CsvFiles {
  static final String NAME = "csv";
  private static final String EXPECTED =
      "a file of comma-separated values with a header, or a folder with train.csv and test.csv";

  private CsvFiles() {}

  static DataSource load(DatasetSpec spec, ReadingListener listener) {
    Path place = spec.requiredData(EXPECTED);
    Path test = place.resolve("test.csv");
    DataSource parts =
        Files.isDirectory(place) && Files.exists(test)
            ? CsvTable.readPair(place.resolve("train.csv"), test, spec.labelColumn(), NAME)
            : split(onlyFile(place), spec, listener);
    Names.doubts(place.toString(), parts.train().classNames()).forEach(listener::note);
    return parts;
  }

  private static DataSource split(Path file, DatasetSpec spec, ReadingListener listener) {
    Dataset whole = CsvTable.read(file, spec.labelColumn()).toDataset(NAME);
    DataSource parts = new RowDraw(spec.heldOutForTest(), spec.seedOfTest()).of(whole);
    listener.note(
        "%d of %d rows are held out to test on, of each class its share; --test-share asks for another number"
            .formatted(parts.test().size(), whole.size()));
    return parts;
  }

  private static Path onlyFile(Path place) {
    if (!Files.isDirectory(place)) {
      return place;
    }
    try (Stream<Path> entries = Files.list(place)) {
      List<Path> tables =
          entries.filter(entry -> entry.toString().endsWith(".csv")).sorted().toList();
      InputException.require(
          tables.size() == 1, "%s: expected %s, found %s", place, EXPECTED, found(tables));
      return tables.get(0);
    } catch (IOException e) {
      throw new InputException(place + ": expected a folder that can be read: " + e, e);
    }
  }

  private static String found(List<Path> tables) {
    return tables.isEmpty()
        ? "no file that ends in .csv"
        : tables.stream().map(table -> String.valueOf(table.getFileName())).toList().toString();
  }
}
