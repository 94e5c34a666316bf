package org.widemargin.sweep;

import org.widemargin.study.Trial;
import org.widemargin.study.TrialResult;
import org.widemargin.train.RunConfig;
import org.widemargin.train.TrainingListener;

/** Learns how a sweep goes. */
public interface SweepListener {
  /**
   * A trial begins in this process.
   *
   * @param trial the trial
   * @param finished how many of those known are finished
   * @param known how many are known by now
   */
  default void begins(Trial trial, int finished, int known) {}

  /**
   * A training begins or goes on.
   *
   * @param config its configuration
   * @return who is told how it goes
   */
  default TrainingListener training(RunConfig config) {
    return new TrainingListener() {};
  }

  /**
   * A trial's line was written.
   *
   * @param result the line
   */
  default void finished(TrialResult result) {}

  /**
   * A trial could not be carried out: it has no line, and is not tried again by this process.
   *
   * @param trial the trial
   * @param why one line
   */
  default void lost(Trial trial, String why) {}

  /** All trials left are at work in other processes; this one waits for them. */
  default void waits() {}
}
