package org.widemargin.torch;

/**
 * The native libraries cannot be unpacked or loaded. The message is one line and says where, why,
 * and what to do.
 */
public final class NativeLibrariesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: where, why, what to do
   * @param cause the failure underneath
   */
  public NativeLibrariesException(String message, Throwable cause) {
    super(message, cause);
  }
}
