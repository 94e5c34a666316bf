package org.widemargin.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.widemargin.InputException;
import org.widemargin.run.RunFolder;

/** A run that is to make room for a new one. */
final class OldRun {
  private OldRun() {}

  /**
   * Deletes a run's folder, if there is one.
   *
   * @throws InputException if what is there is not the folder of a run; nothing is deleted then
   */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      List<Path> innermostFirst = entries.sorted(Comparator.reverseOrder()).toList();
      boolean isEmptyFolder = Files.isDirectory(folder) && innermostFirst.size() == 1;
      if (!isEmptyFolder) {
        RunFolder.open(folder);
      }
      for (Path entry : innermostFirst) {
        Files.delete(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the run in " + folder, e);
    }
  }
}
