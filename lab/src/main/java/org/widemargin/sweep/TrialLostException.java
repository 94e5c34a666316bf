package org.widemargin.sweep;

/**
 * A trial could not be carried out where it was sent, though it was tried as often as is allowed.
 */
public final class TrialLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what happened, and where
   * @param cause the failure underneath
   */
  public TrialLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
