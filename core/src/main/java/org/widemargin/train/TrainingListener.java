package org.widemargin.train;

import java.util.List;

/** Learns how a run goes. Called between steps, in the thread that trains. */
public interface TrainingListener {
  /**
   * An update was made.
   *
   * @param step which, from 1
   * @param loss of its batch
   */
  default void stepped(long step, double loss) {}

  /**
   * Where the time of the steps since the last call went. Called before each evaluation is told,
   * and when the run is stopped between two.
   *
   * @param times of those steps
   */
  default void timed(StepTimes times) {}

  /**
   * The network is being measured: one more batch of samples is through.
   *
   * @param done how many samples have been measured in this evaluation
   * @param total of how many
   */
  default void measured(long done, long total) {}

  /**
   * The network was measured. A checkpoint of this state follows.
   *
   * @param metrics one for each part of the data
   */
  default void evaluated(List<SplitMetrics> metrics) {}

  /**
   * The state is worth keeping: after each evaluation, and when the run is stopped between two.
   *
   * @param state what a continued run starts from; valid during the call
   * @param best whether it is the best so far
   */
  default void checkpoint(TrainingState state, boolean best) {}
}
