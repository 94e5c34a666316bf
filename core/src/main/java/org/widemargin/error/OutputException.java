package org.widemargin.error;

/**
 * Something could not be written: the disk is full, read-only, or not the user's to write on.
 *
 * <p>Nobody gave anything wrong, but the work failed. The message is one line and says what could
 * not be written, why, and what to do. The command line prints it without a stack trace and ends
 * with status 1.
 */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what could not be written, why, what to do
   * @param cause the failure underneath
   */
  public OutputException(String message, Throwable cause) {
    super(message, cause);
  }
}
