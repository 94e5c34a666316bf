package org.widemargin.fetch;

/** A file could not be had: the network, the server, or what it sent. One line for people. */
public final class FetchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what was expected, what was found, where, what to do
   */
  public FetchException(String message) {
    super(message);
  }

  /**
   * Creates the exception with what failed underneath.
   *
   * @param message one line: what was expected, what was found, where, what to do
   * @param cause the failure underneath
   */
  public FetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
