package org.widemargin.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.Sha256;

/** Digests of files that need not fit into memory. */
final class FileDigest {
  private static final int BUFFER = 1 << 16;

  private FileDigest() {}

  /**
   * The SHA-256 of a file.
   *
   * @throws InputException if it cannot be read
   */
  static String sha256(Path file) {
    MessageDigest digest = Sha256.begin();
    byte[] buffer = new byte[BUFFER];
    try (InputStream stream = Files.newInputStream(file)) {
      int count = stream.read(buffer);
      while (count >= 0) {
        digest.update(buffer, 0, count);
        count = stream.read(buffer);
      }
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + AtomicFiles.reason(e), e);
    }
    return Sha256.finish(digest);
  }

  /** Whether there is such a file with that digest. */
  static boolean isFile(Path file, String sha256) {
    return Files.isRegularFile(file) && sha256(file).equals(sha256);
  }
}
