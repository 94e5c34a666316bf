package org.widemargin.fetch;

import static org.widemargin.error.InputException.require;

import java.net.URI;

/**
 * A published file, known by its digest.
 *
 * @param address where it is, {@code http} or {@code https}
 * @param bytes how long it is
 * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
 */
public record RemoteFile(URI address, long bytes, String sha256) {
  /** Checks that the address ends in a file's name, and the forms of the others. */
  public RemoteFile {
    require(
        address.getPath() != null && address.getPath().matches(".*/[A-Za-z0-9._-]+"),
        "expected an address that ends in a file's name, found %s",
        address);
    require(bytes > 0, "%s: expected a length of at least 1 byte, found %d", address, bytes);
    require(
        sha256.matches("[0-9a-f]{64}"),
        "%s: expected a SHA-256 of 64 lower-case hexadecimal digits, found '%s'",
        address,
        sha256);
  }

  /** {@return the last part of the address} */
  public String name() {
    return address.getPath().substring(address.getPath().lastIndexOf('/') + 1);
  }
}
