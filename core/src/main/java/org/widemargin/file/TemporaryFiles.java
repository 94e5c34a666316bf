package org.widemargin.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that {@link AtomicFiles} writes before they take their final names, and what killed
 * processes left of them.
 *
 * <p>While one is written, its process holds a lock of the operating system on it. One whose lock
 * is free was left behind, whoever's it was.
 */
final class TemporaryFiles {
  private static final Pattern NAME =
      Pattern.compile(
          "\\.widemargin-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.tmp");

  /** Being written by this process: its own locks would not keep it from taking them again. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private TemporaryFiles() {}

  /** A new file, locked until this is closed. */
  record Open(Path path, FileChannel channel) implements Closeable {
    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        OWN.remove(path);
      }
    }
  }

  static boolean isOne(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /**
   * Creates a file in a folder. One that was swept away before it was locked, which takes a sweeper
   * at this very moment, is made again.
   */
  static Open create(Path folder) throws IOException {
    while (true) {
      Path path = folder.resolve(".widemargin-" + UUID.randomUUID() + ".tmp");
      OWN.add(path);
      FileChannel channel = null;
      try {
        channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock(channel) && Files.exists(path)) {
          return new Open(path, channel);
        }
        channel.close();
        Files.deleteIfExists(path);
      } catch (IOException e) {
        OWN.remove(path);
        if (channel != null) {
          channel.close();
        }
        throw e;
      }
      OWN.remove(path);
    }
  }

  /** A file system without locks has none to find free either: files there are not swept. */
  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Deletes what killed processes left in a folder and in those directly inside it. Files that are
   * being written stay, by whichever process, and so does everything that has another name.
   *
   * @throws IOException if a file that was left behind cannot be deleted
   */
  static void sweep(Path folder) throws IOException {
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        for (Path inside : entries(entry)) {
          sweepOne(inside);
        }
      } else {
        sweepOne(entry);
      }
    }
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      // A folder that cannot be listed has nothing that could be swept.
      return List.of();
    }
  }

  private static void sweepOne(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (!isOne(file)
        || OWN.contains(absolute)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        Files.deleteIfExists(file);
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      // Another sweeper of this process has it, or one has deleted it already.
    }
  }
}
