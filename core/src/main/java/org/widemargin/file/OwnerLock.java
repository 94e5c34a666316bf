package org.widemargin.file;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.OutputException;

/**
 * A lock between processes: a file that one of them owns. The operating system holds it and lets go
 * when the process ends, however it ends: nobody has to guess whether the owner is still alive. Who
 * it is stands in the file.
 *
 * <p>The file must be on a file system whose locks work between all those processes; some network
 * file systems' do not. Within one process, too, a lock can be held once.
 */
public final class OwnerLock implements Closeable {
  /** What is locked lies behind the text, which some systems would let nobody else read. */
  private static final long LOCKED = Long.MAX_VALUE - 1;

  /**
   * The files that this process holds. They are not opened a second time: on some systems closing
   * any channel of a file gives up all of the process's locks on it.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final Path key;
  private final FileChannel channel;

  private OwnerLock(Path file, Path key, FileChannel channel) {
    this.file = file;
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes a lock if nobody has it.
   *
   * @param file the lock's file, made if it is missing; its folder must exist
   * @return the lock, to be closed; empty if another process, or this one, has it
   * @throws OutputException if the file cannot be made or locked
   */
  public static Optional<OwnerLock> tryAcquire(Path file) {
    try {
      Path key = key(file);
      synchronized (HELD) {
        if (!HELD.add(key)) {
          return Optional.empty();
        }
      }
      return Optional.ofNullable(take(file, key, false));
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(file, e);
    }
  }

  /**
   * Takes a lock, waiting as long as somebody else has it.
   *
   * @param file the lock's file, made if it is missing; its folder must exist
   * @return the lock, to be closed
   * @throws OutputException if the file cannot be made or locked
   */
  public static OwnerLock acquire(Path file) {
    try {
      Path key = key(file);
      synchronized (HELD) {
        while (!HELD.add(key)) {
          HELD.wait();
        }
      }
      return Objects.requireNonNull(take(file, key, true));
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + file, e);
    }
  }

  /**
   * Says who has a lock.
   *
   * @param file the lock's file
   * @return for example {@code "process 4711 on host ada since 2026-01-01T12:00:00Z"}; of little
   *     use if nobody has it
   */
  public static String owner(Path file) {
    try {
      Path key = key(file);
      synchronized (HELD) {
        if (HELD.contains(key)) {
          return "this process";
        }
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("another process");
    } catch (IOException e) {
      return "another process";
    }
  }

  /** Lets go; the file stays. Closing again does nothing. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(file, e);
    } finally {
      forget(key);
    }
  }

  /** Lets go and takes the file away. */
  public void remove() {
    unlink();
    close();
  }

  /** Takes the file away, as far as the system lets open files go. */
  void unlink() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It locks nothing once this is closed, and the next owner takes it over.
    }
  }

  /**
   * Opens and locks the file, again where it was taken away in between: a lock on a file without a
   * name would keep nobody out.
   */
  private static @Nullable OwnerLock take(Path file, Path key, boolean wait) throws IOException {
    FileChannel channel = null;
    OwnerLock taken = null;
    try {
      while (true) {
        Object before = identity(file);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(channel, wait)) {
          return null;
        }
        if (Files.exists(file) && before.equals(identity(file))) {
          signOrRemove(file, channel);
          taken = new OwnerLock(file, key, channel);
          return taken;
        }
        channel.close();
      }
    } finally {
      if (taken == null) {
        if (channel != null) {
          channel.close();
        }
        forget(key);
      }
    }
  }

  private static boolean lock(FileChannel channel, boolean wait) throws IOException {
    try {
      FileLock lock = wait ? channel.lock(LOCKED, 1, false) : channel.tryLock(LOCKED, 1, false);
      return lock != null;
    } catch (IOException e) {
      throw new IOException(
          "files cannot be locked there ("
              + AtomicFiles.reason(e)
              + "), so that two processes could write at once; use a folder on another file system",
          e);
    }
  }

  /** What tells a file from another of the same name; makes the file if it is missing. */
  private static Object identity(Path file) throws IOException {
    while (true) {
      try {
        Object identity = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        // Where files have no identity, one that is open cannot be taken away.
        return identity == null ? file : identity;
      } catch (NoSuchFileException e) {
        try {
          Files.createFile(file);
        } catch (FileAlreadyExistsException another) {
          // Made in between by another process.
        }
      }
    }
  }

  /** A disk that has room for a name and for no letter must not keep an empty file. */
  private static void signOrRemove(Path file, FileChannel channel) throws IOException {
    try {
      sign(channel);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    String text =
        "process %s on host %s since %s%n"
            .formatted(
                Long.toString(ProcessHandle.current().pid()),
                hostName(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    channel.truncate(0);
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // Common in containers; the name only helps people.
      return "localhost";
    }
  }

  private static Path key(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = Objects.requireNonNull(absolute.getParent(), "a lock lies in a folder");
    return folder.toRealPath().resolve(absolute.getFileName());
  }

  private static void forget(Path key) {
    synchronized (HELD) {
      HELD.remove(key);
      HELD.notifyAll();
    }
  }
}
