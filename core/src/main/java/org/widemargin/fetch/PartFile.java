package org.widemargin.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/**
 * A download that is not complete: {@code NAME.part}, and in {@code NAME.part.tag} what the server
 * called the version that it is of. It is locked against other processes: close it.
 */
final class PartFile implements Closeable {
  private final Path target;
  private final Path path;
  private final Path tag;
  private final FileChannel channel;

  private PartFile(Path target, Path path, Path tag, FileChannel channel) {
    this.target = target;
    this.path = path;
    this.tag = tag;
    this.channel = channel;
  }

  /**
   * Opens the part of an earlier session, or a new one.
   *
   * @param target the file that it will become
   * @throws InputException if another process is at work on it
   * @throws org.widemargin.error.OutputException if it cannot be written
   */
  static PartFile open(Path target) {
    Path path = partOf(target);
    Path tag = target.resolveSibling(target.getFileName() + ".part.tag");
    try {
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      PartFile part = new PartFile(target, path, tag, channel);
      part.lock();
      channel.position(channel.size());
      return part;
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }

  /** How many bytes of a file are there from an earlier session. */
  static long lengthBeside(Path target) {
    Path path = partOf(target);
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + AtomicFiles.reason(e), e);
    }
  }

  private static Path partOf(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  private void lock() throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new InputException(path + ": another fetch is at work on it; let it finish");
    }
  }

  /** How many bytes are there. */
  long length() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }

  /** What the server called the version that this is a part of, if it said so. */
  Optional<String> version() {
    try {
      return Files.exists(tag)
          ? Optional.of(Files.readString(tag, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      throw new InputException("cannot read " + tag + ": " + AtomicFiles.reason(e), e);
    }
  }

  /** Begins anew, with a version that the server has a name for or not. */
  void restart(Optional<String> version) {
    try {
      channel.truncate(0);
      channel.position(0);
      Files.deleteIfExists(tag);
      version.ifPresent(name -> AtomicFiles.writeText(tag, name));
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }

  /** Writes more. */
  void append(byte[] bytes, int count) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
  }

  /**
   * The digest of what is there. The file is not opened a second time: on some systems closing that
   * would give up the lock.
   */
  String sha256() {
    try {
      return FileDigest.sha256(channel);
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + AtomicFiles.reason(e), e);
    }
  }

  /** Gives the file its name. */
  void complete() {
    try {
      channel.force(true);
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(tag);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(target, e);
    }
  }

  /** Deletes what is there. */
  void discard() {
    try {
      Files.deleteIfExists(path);
      Files.deleteIfExists(tag);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(path, e);
    }
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
