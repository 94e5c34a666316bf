package org.widemargin.run;

import org.widemargin.train.StepTimes;
import org.widemargin.train.TrainingListener;

/** Adds up where the time of a run's steps goes. */
public final class TotalTimes implements TrainingListener {
  private StepTimes total = StepTimes.NONE;

  /** Begins with no steps. */
  public TotalTimes() {}

  @Override
  public void timed(StepTimes times) {
    total = total.plus(times);
  }

  /** {@return the times of all steps that were told so far} */
  public StepTimes total() {
    return total;
  }
}
