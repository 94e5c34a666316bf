package org.widemargin.attack;

/**
 * What became of one sample.
 *
 * @param sample its index in the data set
 * @param status the verdict
 * @param distance from the clean sample to the attack's point, in the threat model's norm; 0 for a
 *     sample that was not attacked
 * @param topFive whether the class was among the five with the largest logits, both clean and at
 *     the attack's point, as {@link org.widemargin.evaluate.Decision#among} says
 */
public record SampleOutcome(int sample, Status status, double distance, boolean topFive) {
  /** The verdict on a sample. */
  public enum Status {
    /** Wrong without an attack; counts as not robust. */
    MISCLASSIFIED,
    /** An adversarial point inside the ball and the range was found and confirmed. */
    BROKEN,
    /** None was found. */
    STANDING
  }

  /**
   * Tells whether the sample counts as robust.
   *
   * @return whether it still stands
   */
  public boolean robust() {
    return status == Status.STANDING;
  }
}
