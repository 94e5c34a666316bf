package org.widemargin.train;

/**
 * Training came to a loss, gradient or weight that is not a finite number. The message is one line
 * with the step and what was found where; the last good checkpoint is untouched.
 */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;

  /**
   * Creates the exception.
   *
   * @param step the update that failed, from 1
   * @param message what was found where
   */
  public DivergenceException(long step, String message) {
    super("training diverged at step " + step + ": " + message);
    this.step = step;
  }

  /**
   * When it happened.
   *
   * @return the update that failed, from 1
   */
  public long step() {
    return step;
  }
}
