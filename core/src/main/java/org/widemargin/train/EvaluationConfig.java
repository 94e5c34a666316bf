package org.widemargin.train;

import static org.widemargin.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * How a run is watched.
 *
 * @param every after how many steps it is evaluated and its checkpoint written, at least 1
 * @param samples how many test samples accuracy and loss are measured on during training;
 *     validation samples are all used, and of the training part the batches count as they are
 *     learnt from
 * @param distanceSamples how many samples of each part the distances to the boundary are measured
 *     on; 0 for none
 * @param patience after how many evaluations without a better validation accuracy the run stops; 0
 *     for never
 * @param keep which checkpoint is the run's result
 */
public record EvaluationConfig(
    int every, int samples, int distanceSamples, int patience, Keep keep) {
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

  @JsonCreator
  static EvaluationConfig of(
      @Nullable Integer every,
      @Nullable Integer samples,
      @Nullable Integer distanceSamples,
      @Nullable Integer patience,
      @Nullable Keep keep) {
    return new EvaluationConfig(
        every == null ? 500 : every,
        samples == null ? 1000 : samples,
        distanceSamples == null ? 250 : distanceSamples,
        patience == null ? 0 : patience,
        keep == null ? Keep.BEST : keep);
  }

  /**
   * The defaults: every 500 steps, on 1 000 samples, distances on 250, without early stopping.
   *
   * @return the configuration
   */
  public static EvaluationConfig defaults() {
    return of(null, null, null, null, null);
  }
}
