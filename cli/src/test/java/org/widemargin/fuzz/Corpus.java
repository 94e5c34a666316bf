package org.widemargin.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that mutation begins with: whole ones, and some that did harm once. */
final class Corpus {
  private Corpus() {}

  static Path folder(Reader reader) {
    return Path.of("src/test/resources/fuzz", reader.folder());
  }

  static List<byte[]> of(Reader reader) {
    try (Stream<Path> files = Files.list(folder(reader))) {
      return files.sorted().map(Corpus::contents).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] contents(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
