package org.widemargin.fetch;

import static org.widemargin.error.InputException.require;

/**
 * A file that is wanted out of an archive.
 *
 * @param path where it lies in the archive, with slashes
 * @param mostBytes how long it may be at most
 */
public record ArchiveMember(String path, long mostBytes) {
  /** Checks that the path ends in a plain name, which the file is unpacked under. */
  public ArchiveMember {
    require(
        path.matches("([A-Za-z0-9._-]+/)*[A-Za-z0-9_-][A-Za-z0-9._-]*"),
        "expected a member's path that ends in a file's name, found '%s'",
        path);
    require(mostBytes >= 0, "%s: expected a limit of at least 0 bytes, found %d", path, mostBytes);
  }

  /** {@return the last part of the path} */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
