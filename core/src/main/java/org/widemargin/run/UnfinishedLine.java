package org.widemargin.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;

/**
 * What a killed process leaves at the end of a file of lines: a piece without a line break. Whoever
 * goes on with the file drops it, so that the next line is not joined to it, and says so.
 */
public final class UnfinishedLine {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedLine.class);

  private UnfinishedLine() {}

  /**
   * Says that a piece is dropped, if there is one.
   *
   * @param file the file
   * @param bytes how long the piece is; 0 for none
   */
  public static void tell(Path file, long bytes) {
    if (bytes > 0) {
      LOG.warn(
          "{}: dropped the last {} bytes, a line that was being written when a process ended",
          file,
          bytes);
    }
  }

  /** Says that the piece at the end of a file is dropped, if there is one. */
  static void tell(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      tell(file, bytes.length - end);
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + AtomicFiles.reason(e), e);
    }
  }
}
