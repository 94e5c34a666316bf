package org.widemargin.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks through folders and remembers what was left out and what was wrong. Links are followed;
 * names that begin with a dot and those of {@link SystemFiles} are left out.
 */
final class FolderWalk {
  private final Faults faults;
  private final Set<Path> others;
  private final List<Path> leftOut = new ArrayList<>();
  private int nested;

  private final List<Visit> visits = new ArrayList<>();

  /**
   * What is in a folder, in the order of names.
   *
   * @param folders links to folders among them
   * @param files links to files among them
   */
  record Entries(List<Path> folders, List<ListedFile> files) {
    List<Path> paths() {
      return files.stream().map(ListedFile::path).toList();
    }
  }

  /**
   * A folder that was looked through.
   *
   * @param folder as it was reached
   * @param real where it lies, links followed
   * @param modified when something in it was last added, removed or renamed, in milliseconds
   */
  record Visit(Path folder, Path real, long modified) {
    static Visit of(Path folder) throws IOException {
      return new Visit(folder, folder.toRealPath(), Files.getLastModifiedTime(folder).toMillis());
    }
  }

  FolderWalk(Faults faults) {
    this(faults, Set.of());
  }

  /** Some files have another use, and are not seen. */
  FolderWalk(Faults faults, Set<Path> others) {
    this.faults = faults;
    this.others = others;
  }

  /** Hidden and system files and folders so far. */
  List<Path> leftOut() {
    return leftOut;
  }

  /** How many files lay in folders inside those that were asked for. */
  int nested() {
    return nested;
  }

  /** The folders whose files were asked for so far, and those in them, as they were before. */
  List<Visit> visits() {
    return visits;
  }

  /** Lists a folder. */
  Entries entries(Path folder) {
    List<Path> folders = new ArrayList<>();
    List<ListedFile> files = new ArrayList<>();
    for (Path entry : sorted(folder)) {
      if (SystemFiles.contains(entry)) {
        leftOut.add(entry);
      } else if (!others.contains(entry)) {
        add(entry, folders, files);
      }
    }
    return new Entries(folders, files);
  }

  private void add(Path entry, List<Path> folders, List<ListedFile> files) {
    try {
      BasicFileAttributes found = Files.readAttributes(entry, BasicFileAttributes.class);
      if (found.isDirectory()) {
        folders.add(entry);
      } else if (found.isRegularFile()) {
        files.add(new ListedFile(entry, found.size(), found.lastModifiedTime().toMillis()));
      } else {
        faults.add(entry + ": neither a file nor a folder");
      }
    } catch (IOException e) {
      faults.add(
          Files.isSymbolicLink(entry)
              ? entry + ": a link that leads nowhere"
              : entry + ": cannot be read: " + e);
    }
  }

  /** All files of a folder and of the folders in it, in the order of their paths. */
  List<ListedFile> files(Path folder) {
    List<ListedFile> found = new ArrayList<>();
    int before = visits.size();
    collect(folder, found, new ArrayDeque<>(), new HashMap<>());
    if (visits.size() - before > 1) {
      nested +=
          (int) found.stream().filter(file -> !folder.equals(file.path().getParent())).count();
      found.sort(
          Comparator.comparing((ListedFile file) -> folder.relativize(file.path()).toString())
              .thenComparing(ListedFile::path));
    }
    return found;
  }

  /** A folder that is reached in two ways would give each of its samples twice, or ever more. */
  private void collect(
      Path folder, List<ListedFile> found, Deque<Path> above, Map<Path, Path> reached) {
    try {
      Visit visit = Visit.of(folder);
      Path real = visit.real();
      if (above.contains(real)) {
        faults.add(folder + ": a link that leads back to a folder it is in");
        return;
      }
      Path before = reached.putIfAbsent(real, folder);
      if (before != null) {
        faults.add(folder + ": the folder that " + before + " is already, by a link");
        return;
      }
      if (above.isEmpty()) {
        for (Path outer = real.getParent(); outer != null; outer = outer.getParent()) {
          above.addLast(outer);
        }
      }
      above.push(real);
      visits.add(visit);
    } catch (IOException e) {
      faults.add(folder + ": cannot be read: " + e);
      return;
    }
    Entries entries = entries(folder);
    found.addAll(entries.files());
    entries.folders().forEach(inner -> collect(inner, found, above, reached));
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
