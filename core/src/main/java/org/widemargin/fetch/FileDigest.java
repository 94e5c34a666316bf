package org.widemargin.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
    try (FileChannel channel = FileChannel.open(file)) {
      return sha256(channel);
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + AtomicFiles.reason(e), e);
    }
  }

  /** That of a file that is open, whose position stays where it is. */
  static String sha256(FileChannel channel) throws IOException {
    MessageDigest digest = Sha256.begin();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long position = 0;
    int count = channel.read(buffer, position);
    while (count >= 0) {
      position += count;
      digest.update(buffer.flip());
      count = channel.read(buffer.clear(), position);
    }
    return Sha256.finish(digest);
  }

  /** Whether there is such a file with that digest. */
  static boolean isFile(Path file, String sha256) {
    return Files.isRegularFile(file) && sha256(file).equals(sha256);
  }
}
