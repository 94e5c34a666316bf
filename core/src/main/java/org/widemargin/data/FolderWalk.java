package org.widemargin.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks through folders and remembers what was left out and what was wrong. Links are followed;
 * names that begin with a dot and those of {@link SystemFiles} are left out.
 */
final class FolderWalk {
  private final Faults faults;
  private final List<Path> leftOut = new ArrayList<>();
  private int nested;

  /**
   * What is in a folder, in the order of names.
   *
   * @param folders links to folders among them
   * @param files links to files among them
   */
  record Entries(List<Path> folders, List<Path> files) {}

  FolderWalk(Faults faults) {
    this.faults = faults;
  }

  /** Hidden and system files and folders so far. */
  List<Path> leftOut() {
    return leftOut;
  }

  /** How many files lay in folders inside those that were asked for. */
  int nested() {
    return nested;
  }

  /** Lists a folder. */
  Entries entries(Path folder) {
    List<Path> folders = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    for (Path entry : sorted(folder)) {
      if (SystemFiles.contains(entry)) {
        leftOut.add(entry);
      } else if (Files.isDirectory(entry)) {
        folders.add(entry);
      } else if (Files.isRegularFile(entry)) {
        files.add(entry);
      } else {
        faults.add(
            entry
                + (Files.isSymbolicLink(entry)
                    ? ": a link that leads nowhere"
                    : ": neither a file nor a folder"));
      }
    }
    return new Entries(folders, files);
  }

  /** All files of a folder and of the folders in it, in the order of their paths. */
  List<Path> files(Path folder) {
    List<Path> found = new ArrayList<>();
    collect(folder, found, new ArrayDeque<>());
    nested += (int) found.stream().filter(file -> !folder.equals(file.getParent())).count();
    found.sort(
        Comparator.comparing((Path file) -> folder.relativize(file).toString())
            .thenComparing(Comparator.naturalOrder()));
    return found;
  }

  private void collect(Path folder, List<Path> found, Deque<Path> above) {
    try {
      Path real = folder.toRealPath();
      if (above.contains(real)) {
        faults.add(folder + ": a link that leads back to a folder it is in");
        return;
      }
      if (above.isEmpty()) {
        for (Path outer = real.getParent(); outer != null; outer = outer.getParent()) {
          above.addLast(outer);
        }
      }
      above.push(real);
    } catch (IOException e) {
      faults.add(folder + ": cannot be read: " + e);
      return;
    }
    Entries entries = entries(folder);
    found.addAll(entries.files());
    entries.folders().forEach(inner -> collect(inner, found, above));
    above.pop();
  }

  private List<Path> sorted(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .sorted(
              Comparator.comparing((Path entry) -> String.valueOf(entry.getFileName()))
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (AccessDeniedException e) {
      faults.add(folder + ": cannot be listed: permission denied");
    } catch (IOException | UncheckedIOException e) {
      faults.add(folder + ": cannot be listed: " + e.getMessage());
    }
    return List.of();
  }
}
