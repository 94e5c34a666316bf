package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import org.widemargin.config.OmitDefault;
import org.widemargin.network.TrainedLayers;
import org.widemargin.optimize.OptimizerSpec;
import org.widemargin.optimize.Schedule;

/**
 * How a run minimises.
 *
 * @param optimizer the update rule
 * @param learningRate the highest rate of the schedule, above 0
 * @param schedule how the rate changes
 * @param weightDecay the weight of half the squared parameters in the loss (decoupled for AdamW),
 *     at least 0
 * @param clipGradientNorm gradients of a larger l2 norm, over all parameters, are scaled down to
 *     it; infinity for none
 * @param steps how many updates, at least 1
 * @param batchSize samples of one update, at least 1
 * @param precision of the training passes
 * @param averageWeights the decay of the exponential moving average of the weights, which is then
 *     evaluated and kept in their place; below 1, and 0 for none, which is not written down
 * @param gradientAccumulation into how many parts a batch is divided, whose gradients are added up
 *     before the one update: less memory for the same gradient; 1, which is not written down, for
 *     the batch at once
 * @param recomputeActivations whether a step keeps only the values after blocks and units and
 *     computes the others again on the way back; false is not written down
 * @param trainLayers which layers are changed; all, which is not written down, or the head alone
 * @param synchroniseBatchNorm whether batch normalisation takes its statistics from the parts of a
 *     batch that all workers see, or each from its own; false is not written down
 */
public record OptimizationConfig(
    OptimizerSpec optimizer,
    double learningRate,
    Schedule schedule,
    double weightDecay,
    double clipGradientNorm,
    int steps,
    int batchSize,
    TrainingPrecision precision,
    @OmitDefault double averageWeights,
    @OmitDefault int gradientAccumulation,
    @OmitDefault boolean recomputeActivations,
    @OmitDefault TrainedLayers trainLayers,
    @OmitDefault boolean synchroniseBatchNorm) {
  /** Checks every range. */
  public OptimizationConfig {
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        "expected a learning-rate above 0, found %s",
        learningRate);
    require(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "expected a weight-decay of at least 0, found %s",
        weightDecay);
    require(
        clipGradientNorm > 0,
        "expected a clip-gradient-norm above 0, or .inf for none, found %s",
        clipGradientNorm);
    require(steps > 0, "expected steps of at least 1, found %d", steps);
    require(batchSize > 0, "expected a batch-size of at least 1, found %d", batchSize);
    require(
        gradientAccumulation >= 1 && gradientAccumulation <= batchSize,
        "expected a gradient-accumulation from 1 to the batch-size, %d, found %d",
        batchSize,
        gradientAccumulation);
    require(
        averageWeights >= 0 && averageWeights < 1,
        "expected a decay below 1 for average-weights, or 0 for no average, found %s",
        averageWeights);
  }

  /**
   * The defaults: Adam at 0.001 with a cosine schedule, 2 000 steps of 64 samples, in float32.
   *
   * @return the configuration
   */
  public static OptimizationConfig defaults() {
    return new OptimizationConfig(
        /* optimizer= */ OptimizerSpec.Adam.defaults(),
        /* learningRate= */ 1e-3,
        /* schedule= */ Schedule.Cosine.defaults(),
        /* weightDecay= */ 0,
        /* clipGradientNorm= */ Double.POSITIVE_INFINITY,
        /* steps= */ 2000,
        /* batchSize= */ 64,
        /* precision= */ TrainingPrecision.FLOAT32,
        /* averageWeights= */ 0,
        /* gradientAccumulation= */ 1,
        /* recomputeActivations= */ false,
        /* trainLayers= */ TrainedLayers.ALL,
        /* synchroniseBatchNorm= */ false);
  }

  /**
   * How many samples go through the network at once in a step, at least.
   *
   * @param samples how many there are to learn from
   * @param workers among how many a batch is divided
   * @return the smallest part of a batch
   */
  int fewestAtOnce(int samples, int workers) {
    return Math.max(1, samplesOfStep(samples) / workers / gradientAccumulation);
  }

  /**
   * How many samples go through the network at once in a step, at most.
   *
   * @param samples how many there are to learn from
   * @param workers among how many a batch is divided
   * @return the largest part of a batch
   */
  int mostAtOnce(int samples, int workers) {
    int ofWorker = (samplesOfStep(samples) + workers - 1) / workers;
    return (ofWorker + gradientAccumulation - 1) / gradientAccumulation;
  }

  private int samplesOfStep(int samples) {
    return Math.min(batchSize, samples);
  }

  /**
   * The learning rate of a step.
   *
   * @param step from 0
   * @return at least 0
   */
  public double learningRateAt(long step) {
    return learningRate * schedule.factor(step, steps);
  }
}
