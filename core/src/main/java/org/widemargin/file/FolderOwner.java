package org.widemargin.file;

import static org.widemargin.error.InputException.require;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;

/**
 * The one process that may write into a folder, as long as it holds this.
 *
 * <p>Whoever comes second is refused and told who the first is. Nothing has to be cleared up after
 * a process that was killed: its claim ends with it, and the next owner sweeps away its temporary
 * files.
 */
public final class FolderOwner implements Closeable {
  private static final String LOCK = ".widemargin.lock";
  private static final int ATTEMPTS = 100;

  private final Path folder;
  private final List<Path> created;
  private final OwnerLock lock;

  private FolderOwner(Path folder, List<Path> created, OwnerLock lock) {
    this.folder = folder;
    this.created = created;
    this.lock = lock;
  }

  /**
   * Claims a folder, which is made if it is missing.
   *
   * @param folder the folder
   * @return the claim, to be closed
   * @throws InputException if another process, or this one, has it
   * @throws OutputException if nothing can be written there
   */
  public static FolderOwner claim(Path folder) {
    require(!folder.toString().isEmpty(), "expected the name of a folder, found an empty name");
    require(!Files.isRegularFile(folder), "expected a folder, found a file: %s", folder);
    for (int attempt = 1; ; attempt++) {
      List<Path> created = missing(folder);
      try {
        AtomicFiles.createFolder(folder);
        Optional<OwnerLock> lock = OwnerLock.tryAcquire(folder.resolve(LOCK));
        require(
            lock.isPresent(),
            "expected a folder that nobody works in, found %s in use by %s: wait until it ends, or"
                + " choose another folder",
            folder,
            OwnerLock.owner(folder.resolve(LOCK)));
        return swept(folder, created, lock.orElseThrow());
      } catch (OutputException e) {
        removeEmpty(created);
        // An owner that left nothing behind may just have taken the folder away.
        if (!isOfOthersAtWork(e.getCause()) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Claims a folder as soon as whoever has it is done, for work that is over in moments.
   *
   * @param folder the folder, which is made if it is missing
   * @return the claim, to be closed
   * @throws OutputException if nothing can be written there
   */
  public static FolderOwner await(Path folder) {
    List<Path> created = missing(folder);
    AtomicFiles.createFolder(folder);
    return swept(folder, created, OwnerLock.acquire(folder.resolve(LOCK)));
  }

  /** Lets go of a folder that cannot be swept: nobody would ever close the claim. */
  private static FolderOwner swept(Path folder, List<Path> created, OwnerLock lock) {
    try {
      AtomicFiles.sweep(folder);
      return new FolderOwner(folder, created, lock);
    } catch (RuntimeException e) {
      lock.remove();
      throw e;
    }
  }

  /**
   * Tells whether there is nothing of anybody's in a folder.
   *
   * @param folder the folder
   * @return whether it is missing or empty but for what a claim puts there
   * @throws InputException if it cannot be read
   */
  public static boolean isEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return Files.isDirectory(folder) && entries.allMatch(FolderOwner::isOfClaims);
    } catch (IOException e) {
      throw new InputException(
          "cannot read the folder " + folder + ": " + AtomicFiles.reason(e), e);
    }
  }

  /**
   * Tells a folder's files from those that claims and {@link AtomicFiles} put beside them.
   *
   * @param entry of a folder
   * @return whether it is a lock or a temporary file
   */
  public static boolean isOfClaims(Path entry) {
    return entry.getFileName().toString().equals(LOCK) || TemporaryFiles.isOne(entry);
  }

  /**
   * Tells whether some process has claimed a folder.
   *
   * @param folder the folder
   * @return whether one has it now, this process included
   */
  public static boolean isClaimed(Path folder) {
    Path file = folder.resolve(LOCK);
    if (!Files.exists(file)) {
      return false;
    }
    if (!Files.isWritable(file)) {
      // Of somebody else's folder it cannot be told; who only looks is told what is likely.
      return true;
    }
    Optional<OwnerLock> lock = OwnerLock.tryAcquire(file);
    lock.ifPresent(OwnerLock::remove);
    return lock.isEmpty();
  }

  /**
   * Claims a folder for a kind of work that writes several files there, unless something else is in
   * it: files of the same names would be lost.
   *
   * @param folder the folder
   * @param mark a file or folder that is there when this kind of work was begun
   * @param what kind of work, for the message
   * @return the claim, to be closed
   * @throws InputException if the folder is neither empty nor has the mark, or another process has
   *     it
   * @throws OutputException if nothing can be written there
   */
  public static FolderOwner claim(Path folder, String mark, String what) {
    FolderOwner owner = claim(folder);
    if (!isEmpty(folder) && !Files.exists(folder.resolve(mark))) {
      owner.close();
      throw new InputException(
          "expected a new or empty folder, or one of "
              + what
              + ", found other files in "
              + folder
              + ": choose another folder");
    }
    return owner;
  }

  /**
   * The folder.
   *
   * @return its path, as it was claimed
   */
  public Path folder() {
    return folder;
  }

  /**
   * Takes the marks of the claim away, for a process that is about to end without closing this: it
   * stays the owner until then. Folders that were made for the claim go, where nothing was put into
   * them.
   */
  public void leaveNothingBehind() {
    lock.unlink();
    removeEmpty(created);
  }

  /**
   * Gives the folder up. Those that were made for the claim go, where nothing was put into them.
   */
  @Override
  public void close() {
    lock.remove();
    removeEmpty(created);
  }

  /** The folder was made by somebody else in between, and is gone already. */
  private static boolean isOfOthersAtWork(@Nullable Throwable failure) {
    return failure instanceof NoSuchFileException || failure instanceof FileAlreadyExistsException;
  }

  /** Those that are to be made, the innermost first. */
  private static List<Path> missing(Path folder) {
    List<Path> missing = new ArrayList<>();
    for (Path each = folder; each != null && !Files.exists(each); each = each.getParent()) {
      missing.add(each);
    }
    return missing;
  }

  private static void removeEmpty(List<Path> folders) {
    try {
      for (Path folder : folders) {
        Files.deleteIfExists(folder);
      }
    } catch (FileSystemException e) {
      // Something is in it: it stays, with those around it.
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(folders.get(0), e);
    }
  }
}
