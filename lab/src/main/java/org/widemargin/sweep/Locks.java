package org.widemargin.sweep;

import java.nio.file.Path;
import java.util.Optional;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.OwnerLock;

/** Locks between processes that work in one folder, by name: one file for each. */
final class Locks {
  private final Path folder;

  /**
   * Uses a folder.
   *
   * @param folder for one file per lock
   */
  Locks(Path folder) {
    this.folder = folder;
  }

  void createFolder() {
    AtomicFiles.createFolder(folder);
  }

  /** Takes a lock if nobody has it. */
  Optional<OwnerLock> tryAcquire(String name) {
    return OwnerLock.tryAcquire(path(name));
  }

  /** Takes a lock, waiting as long as another process has it. */
  OwnerLock acquire(String name) {
    return OwnerLock.acquire(path(name));
  }

  private Path path(String name) {
    return folder.resolve(name + ".lock");
  }
}
