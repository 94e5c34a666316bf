package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.widemargin.error.InputException;

/**
 * A file as it was when its folder was listed.
 *
 * @param path where
 * @param bytes its size
 * @param modified when it was last changed, in milliseconds
 */
record ListedFile(Path path, long bytes, long modified) {
  /**
   * Checks that it is still the same, by its size and the time of its last change.
   *
   * @param remedy what to do if it is not
   * @throws InputException if it is not
   */
  void requireUnchanged(String remedy) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      require(
          now.size() == bytes && now.lastModifiedTime().toMillis() == modified,
          "%s: the file was changed after its folder was listed (%d bytes then, %d now); %s",
          path,
          bytes,
          now.size(),
          remedy);
    } catch (IOException e) {
      throw new InputException(
          "%s: expected the file that was there when its folder was listed, it cannot be read: %s; %s"
              .formatted(path, e, remedy),
          e);
    }
  }
}
