package org.widemargin.sweep;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.widemargin.AtomicFiles;

/**
 * Locks between processes that work in one folder. The operating system holds them and lets go when
 * a process ends, however it ends: nobody has to guess whether the owner is still alive.
 *
 * <p>The folder must be on a file system whose locks work between all those processes; some network
 * file systems' do not. Within one process a lock can be held once.
 */
final class Locks {
  private final Path folder;

  /**
   * Uses a folder.
   *
   * @param folder for one empty file per lock
   */
  Locks(Path folder) {
    this.folder = folder;
  }

  void createFolder() {
    AtomicFiles.createFolder(folder);
  }

  /** A lock that is held until it is closed. */
  static final class Held implements Closeable {
    private final Path path;
    private final FileChannel channel;

    private Held(Path path, FileChannel channel) {
      this.path = path;
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw AtomicFiles.cannotWrite(path, e);
      }
    }
  }

  /** Takes a lock if nobody has it. */
  Optional<Held> tryAcquire(String name) {
    Path path = path(name);
    FileChannel channel = open(path);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new Held(path, channel));
      }
    } catch (OverlappingFileLockException e) {
      // This process holds it already, through another channel.
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
    new Held(path, channel).close();
    return Optional.empty();
  }

  /** Takes a lock, waiting as long as another process has it. */
  Held acquire(String name) {
    Path path = path(name);
    FileChannel channel = open(path);
    try {
      FileLock lock = channel.lock();
      assert lock.isValid();
      return new Held(path, channel);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }

  private Path path(String name) {
    return folder.resolve(name + ".lock");
  }

  private static FileChannel open(Path path) {
    try {
      return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }
}
