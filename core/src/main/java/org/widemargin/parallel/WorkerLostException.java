package org.widemargin.parallel;

/**
 * A worker has ended, hangs, or never came. The others cannot go on without it; a run can be
 * started again from its last checkpoint.
 */
public final class WorkerLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WorkerLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
