package org.widemargin.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.stream.Stream;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;

/**
 * Writes files that are either complete or not there.
 *
 * <p>The content goes to a temporary file in the same folder, is forced to the device, and then
 * takes the final name in one step. A reader therefore never sees half a file, an existing file
 * survives every failure, and after a failure nothing is left behind. What a killed process leaves
 * is {@linkplain #sweep swept} by the next one.
 */
public final class AtomicFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private AtomicFiles() {}

  /** Produces a file's content. */
  @FunctionalInterface
  public interface ContentWriter {
    /**
     * Writes the whole content.
     *
     * @param stream where to; need not be closed or flushed
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream stream) throws IOException;
  }

  /**
   * Writes a file, replacing an existing one.
   *
   * @param path the file; its folder must exist
   * @param content what to write
   * @throws OutputException in one line, if the file cannot be written: no space left, no
   *     permission, no such folder
   * @throws InputException if there is a folder of this name
   */
  public static void write(Path path, ContentWriter content) {
    Path folder = path.toAbsolutePath().normalize().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw new InputException("expected a file to write, found a folder: " + path);
    }
    try {
      writeBeside(path, folder, content);
      forceFolder(folder);
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  private static void writeBeside(Path path, Path folder, ContentWriter content)
      throws IOException {
    // Closed when it has its final name: until then its lock keeps it from being swept away.
    try (TemporaryFiles.Open temporary = TemporaryFiles.create(folder)) {
      try {
        writeThrough(temporary.channel(), content);
        Files.move(
            temporary.path(),
            path,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException | RuntimeException | Error e) {
        deleteAfter(temporary.path(), e);
        throw e;
      }
    }
  }

  /**
   * Writes text in UTF-8, replacing an existing file.
   *
   * @param path the file; its folder must exist
   * @param text what to write
   * @throws OutputException in one line, if the file cannot be written
   * @throws InputException if there is a folder of this name
   */
  public static void writeText(Path path, String text) {
    write(path, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Creates a folder and those it lies in, where they are not there yet.
   *
   * @param folder the folder
   * @throws OutputException in one line, if it cannot be created
   * @throws InputException if there is a file where a folder should be
   */
  public static void createFolder(Path folder) {
    Path existing = folder.toAbsolutePath().normalize();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    InputException.require(
        !Files.isRegularFile(existing),
        "cannot write %s: expected a folder, found a file: %s",
        folder,
        existing);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /**
   * Deletes the temporary files that killed processes left in a folder and in those directly inside
   * it. Files that any process is writing stay, and so does everything that is not ours.
   *
   * @param folder the folder; need not exist
   * @throws OutputException if a file that was left behind cannot be deleted
   */
  public static void sweep(Path folder) {
    try {
      TemporaryFiles.sweep(folder);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /**
   * Says in one line why a file cannot be written, for those who write files in other ways.
   *
   * @param path the file
   * @param failure what went wrong
   * @return the exception to throw; a full disk is named as such
   */
  public static OutputException cannotWrite(Path path, IOException failure) {
    String reason = reason(failure);
    String lowerCase = reason.toLowerCase(Locale.ROOT);
    boolean full =
        Stream.of("no space left", "not enough space", "quota exceeded")
            .anyMatch(lowerCase::contains);
    String message =
        full
            ? "no space left writing " + path + ": free some space or write elsewhere"
            : "cannot write " + path + ": " + reason;
    return new OutputException(message, failure);
  }

  /**
   * Says why an operation on a file failed.
   *
   * @param failure what the operation threw
   * @return the cause in a few words on one line, without the path
   */
  public static String reason(IOException failure) {
    String reason = failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      reason = "no such file or folder";
    } else if (failure instanceof FileSystemException named && named.getReason() != null) {
      reason = named.getReason();
    } else if (failure instanceof FileSystemException) {
      reason = failure.getClass().getSimpleName().replace("Exception", "");
    }
    return reason == null
        ? failure.getClass().getSimpleName()
        : reason.lines().findFirst().orElse("");
  }

  private static void writeThrough(FileChannel channel, ContentWriter content) throws IOException {
    OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    content.writeTo(stream);
    stream.flush();
    channel.force(true);
  }

  /** Makes the new name itself durable, where a folder can be opened at all: not on Windows. */
  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void deleteAfter(Path temporary, Throwable failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
