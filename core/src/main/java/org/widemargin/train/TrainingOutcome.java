package org.widemargin.train;

/**
 * How a run ended.
 *
 * @param ending why it ended
 * @param step how many updates were made
 * @param bestStep the step of the highest validation accuracy; 0 if none was measured
 * @param bestAccuracy that accuracy, from 0 to 1; 0 if none was measured
 */
public record TrainingOutcome(Ending ending, long step, long bestStep, double bestAccuracy) {
  /** Why a run ended. */
  public enum Ending {
    /** All steps were made. */
    COMPLETED,
    /** The validation accuracy stayed without improvement for as long as was waited for. */
    STOPPED_EARLY,
    /** It was asked to stop, and can be continued. */
    INTERRUPTED
  }
}
