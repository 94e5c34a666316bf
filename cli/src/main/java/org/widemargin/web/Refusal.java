package org.widemargin.web;

/** A request that is not answered, and why. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int TOO_SLOW = 408;
  static final int TOO_LARGE = 413;
  static final int FAILED = 500;
  static final int BUSY = 503;
  static final int TOOK_TOO_LONG = 504;

  /** The request is wrong. */
  public static final int WRONG = 400;

  private final int status;

  /**
   * Refuses.
   *
   * @param status such as 400
   * @param message what was expected, what was found, what to do
   */
  public Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The status that goes with it. */
  public int status() {
    return status;
  }

  Reply reply() {
    Reply reply = Reply.error(status, String.valueOf(getMessage()));
    return status == BUSY ? reply.with("Retry-After", "1") : reply;
  }
}
