package org.widemargin.sweep;

import org.widemargin.study.Trial;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingListener;

/** Where networks are trained and measured: in this process, or elsewhere. */
interface Workplace {
  /**
   * Trains a network into the store, or tells that it was stopped. The caller holds its lock.
   *
   * @param config its configuration
   * @param trial what it is trained for
   * @param listener learns how it goes, where it goes in this process
   * @param stop asks to stop
   * @return false if it was stopped
   */
  boolean train(RunConfig config, Trial trial, TrainingListener listener, StopRequest stop);

  /**
   * Measures.
   *
   * @param trial whose networks are trained
   * @param seconds how long the trial took up to here
   * @return what came of it
   */
  Conclusion conclude(Trial trial, double seconds);
}
