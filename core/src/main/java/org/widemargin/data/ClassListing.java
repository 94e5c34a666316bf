package org.widemargin.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of one class, as they were when its folder was listed: their names below the folder, in
 * order, their sizes and the times of their last changes. Compact, since there may be millions.
 */
final class ClassListing {
  /**
   * A folder that was looked through.
   *
   * @param name below the class's folder; empty for that itself
   * @param real where it lies, links followed
   * @param modified when something in it was last added, removed or renamed, in milliseconds
   */
  record Folder(String name, String real, long modified) {}

  /**
   * A file system may tell times to two seconds only: what was changed just before may change anew.
   */
  private static final long COARSEST_CLOCK_MILLIS = 2000;

  private final List<Folder> folders;
  private final List<String> leftOut;
  private final String[] names;
  private final long[] bytes;
  private final long[] modified;
  private final @Nullable String decodable;

  /**
   * Takes a listing; the arrays are not copied.
   *
   * @param folders the class's folder and those in it
   * @param leftOut the names of hidden and system files, below the class's folder
   * @param names of the files, below the class's folder
   * @param bytes their sizes
   * @param modified when they were last changed, in milliseconds
   * @param decodable on what background all of them were decoded once, without a fault; null if
   *     they were not
   */
  ClassListing(
      List<Folder> folders,
      List<String> leftOut,
      String[] names,
      long[] bytes,
      long[] modified,
      @Nullable String decodable) {
    this.folders = List.copyOf(folders);
    this.leftOut = List.copyOf(leftOut);
    this.names = names;
    this.bytes = bytes;
    this.modified = modified;
    this.decodable = decodable;
  }

  /** Lists a class's folder and those in it. */
  static ClassListing of(Path folder, Faults faults) {
    FolderWalk walk = new FolderWalk(faults);
    List<ListedFile> files = walk.files(folder);
    List<Folder> folders =
        walk.visits().stream()
            .map(
                visit ->
                    new Folder(
                        name(folder, visit.folder()), visit.real().toString(), visit.modified()))
            .toList();
    return new ClassListing(
        folders,
        walk.leftOut().stream().map(entry -> name(folder, entry)).toList(),
        files.stream().map(file -> name(folder, file.path())).toArray(String[]::new),
        files.stream().mapToLong(ListedFile::bytes).toArray(),
        files.stream().mapToLong(ListedFile::modified).toArray(),
        null);
  }

  private static String name(Path folder, Path inside) {
    return folder.equals(inside.getParent())
        ? String.valueOf(inside.getFileName())
        : folder.relativize(inside).toString();
  }

  /**
   * Tells whether no file can have been added, removed or renamed since: every folder lies where it
   * lay, and its time is the same. A file that was changed in place is noticed when it is read.
   */
  boolean isCurrent(Path folder) {
    try {
      for (Folder known : folders) {
        FolderWalk.Visit now = FolderWalk.Visit.of(folder.resolve(known.name()));
        if (now.modified() != known.modified() || !now.real().toString().equals(known.real())) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the folders' times are old enough to tell a later change from the last one. */
  boolean isSettled(long began) {
    return folders.stream().allMatch(folder -> folder.modified() + COARSEST_CLOCK_MILLIS < began);
  }

  /** The same, after all files were decoded without a fault. */
  ClassListing allDecoded(String background) {
    return new ClassListing(folders, leftOut, names, bytes, modified, background);
  }

  Optional<String> decodable() {
    return Optional.ofNullable(decodable);
  }

  int size() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  long bytes(int index) {
    return bytes[index];
  }

  /** A file, in the class's folder as it is called now. */
  ListedFile file(Path folder, int index) {
    return new ListedFile(folder.resolve(names[index]), bytes[index], modified[index]);
  }

  /** How many files lie in folders inside the class's. */
  int nested() {
    int nested = 0;
    if (folders.size() > 1) {
      for (String name : names) {
        nested += Path.of(name).getNameCount() > 1 ? 1 : 0;
      }
    }
    return nested;
  }

  List<String> leftOut() {
    return leftOut;
  }

  List<Folder> folders() {
    return folders;
  }

  long modified(int index) {
    return modified[index];
  }
}
