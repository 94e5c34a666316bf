package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import org.widemargin.config.OmitDefault;

/**
 * How a run is watched.
 *
 * @param every after how many steps it is evaluated and its checkpoint written, at least 1
 * @param samples how many test samples accuracy and loss are measured on during training;
 *     validation samples are all used, except by networks that would take long for them: these use
 *     this many, or as many more as take seconds; and of the training part the batches count as
 *     they are learnt from
 * @param distanceSamples how many samples of each part the distances to the boundary are measured
 *     on; 0 for none; fewer where these would take long
 * @param patience after how many evaluations without a better validation accuracy the run stops; 0
 *     for never
 * @param keep which checkpoint is the run's result
 * @param trackSamples whether the logit gap of every training sample is summed up over the steps
 *     that learn from it, to be {@linkplain TrackedGaps read} afterwards
 */
public record EvaluationConfig(
    int every,
    int samples,
    int distanceSamples,
    int patience,
    Keep keep,
    @OmitDefault boolean trackSamples) {
  /** Which checkpoint is the run's result. */
  public enum Keep {
    /** That of the highest validation accuracy, the earlier of equal ones. */
    BEST,
    /** That of the last step: for robust networks, whose clean accuracy peaks early. */
    LAST
  }

  /** Checks every range. */
  public EvaluationConfig {
    require(every > 0, "evaluation: expected every of at least 1 step, found %d", every);
    require(samples > 0, "evaluation: expected samples of at least 1, found %d", samples);
    require(
        distanceSamples >= 0,
        "evaluation: expected distance-samples of at least 1, or 0 for none, found %d",
        distanceSamples);
    require(
        patience >= 0,
        "evaluation: expected a patience of at least 1, or 0 for never stopping early, found %d",
        patience);
  }

  /**
   * Whether a run stops early.
   *
   * @param step of the last evaluation
   * @param bestStep of the one with the best validation accuracy
   * @return whether there is a patience, and it is over
   */
  public boolean isOutOfPatience(long step, long bestStep) {
    return patience > 0 && step / every - bestStep / every >= patience;
  }

  /**
   * The defaults: every 500 steps, on 1 000 samples, distances on 250, without early stopping.
   *
   * @return the configuration
   */
  public static EvaluationConfig defaults() {
    return new EvaluationConfig(
        /* every= */ 500,
        /* samples= */ 1000,
        /* distanceSamples= */ 250,
        /* patience= */ 0,
        /* keep= */ Keep.BEST,
        /* trackSamples= */ false);
  }
}
