package org.widemargin.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.widemargin.error.OutputException;

/** Folders with all that is in them. */
public final class Folders {
  private Folders() {}

  /**
   * Removes a file or a folder. What is not there any more, because somebody else removed it, need
   * not be.
   *
   * @param path what to remove; links in it are removed, not what they lead to
   * @throws OutputException if something stays
   */
  public static void delete(Path path) {
    try {
      List<Path> deepestFirst;
      try (Stream<Path> within = Files.walk(path)) {
        deepestFirst = within.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      // It is gone.
      return;
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }
}
