package org.widemargin.train;

/**
 * Where the time of training steps went. Evaluations between them do not count.
 *
 * @param steps how many
 * @param seconds how long they took
 * @param dataSeconds how long of that they had no batch to compute with: until it was made, and was
 *     a tensor
 */
public record StepTimes(long steps, double seconds, double dataSeconds) {
  /** Before any step. */
  public static final StepTimes NONE = new StepTimes(0, 0, 0);

  /**
   * Both together.
   *
   * @param other the times of other steps
   * @return the sums
   */
  public StepTimes plus(StepTimes other) {
    return new StepTimes(
        steps + other.steps, seconds + other.seconds, dataSeconds + other.dataSeconds);
  }

  /**
   * The part of the steps' time that went by waiting for data.
   *
   * @return from 0 to 1; 0 if there were no steps
   */
  public double dataShare() {
    return seconds > 0 ? dataSeconds / seconds : 0;
  }

  /** One step, from clock readings in nanoseconds. */
  static StepTimes ofStep(long start, long ready, long end) {
    return new StepTimes(1, (end - start) * 1e-9, (ready - start) * 1e-9);
  }
}
