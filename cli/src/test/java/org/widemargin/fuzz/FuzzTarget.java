package org.widemargin.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * One input given to one reader. What is allowed: that it is read, or refused in one line of one
 * kind, with memory that its length bounds. Jazzer calls the two static methods by their names.
 */
public final class FuzzTarget {
  private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static @Nullable FuzzTarget chosen;

  private final Reader reader;
  private final Path file;

  FuzzTarget(Reader reader, Path folder) {
    this.reader = reader;
    this.file = folder.resolve("input");
  }

  /** Jazzer's way to begin: the name of a reader's folder, and a folder for files. */
  public static void fuzzerInitialize(String[] arguments) {
    chosen = new FuzzTarget(Reader.of(arguments[0]), Path.of(arguments[1]));
  }

  /** Jazzer's way to try an input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (chosen != null) {
      chosen.accepts(input);
    }
  }

  /**
   * Gives an input to the reader.
   *
   * @return whether it was read; false if it was refused
   */
  boolean accepts(byte[] input) {
    try {
      Files.write(file, input);
      long before = taken();
      boolean read = isRead();
      if (taken() - before > reader.mostBytes(input.length)) {
        // A class that was loaded on the way takes memory once; what reading takes, it takes again.
        long again = taken();
        read = isRead();
        requireModest(taken() - again, input.length);
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long taken() {
    return MEMORY.getCurrentThreadAllocatedBytes();
  }

  private boolean isRead() throws IOException {
    try {
      reader.read(file);
      return true;
    } catch (InputException e) {
      requireOneLine(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private static void requireOneLine(String message) {
    if (message.isBlank() || message.lines().count() != 1) {
      throw new AssertionError("expected one line, found: " + message);
    }
  }

  private void requireModest(long bytes, int length) {
    if (bytes > reader.mostBytes(length)) {
      throw new AssertionError(
          "expected at most %d bytes for a file of %d, took %d"
              .formatted(reader.mostBytes(length), length, bytes));
    }
  }
}
