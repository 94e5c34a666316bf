package org.widemargin.data;

import java.util.function.LongFunction;

/**
 * The batches of a training, by the step that learns from them: which samples, and changed how. A
 * pure function of seeds and step, so it does not matter which thread asks, when, or in which
 * order.
 *
 * @param dataset what is learnt from
 * @param sampler which samples a step takes
 * @param augmentation how they are changed; rows of numbers stay as they are
 * @param shard which part of each batch
 */
public record TrainingBatches(
    Dataset dataset, BatchSampler sampler, AugmentationPipeline augmentation, Shard shard)
    implements LongFunction<Batch> {
  /**
   * Whole batches.
   *
   * @param dataset what is learnt from
   * @param sampler which samples a step takes
   * @param augmentation how they are changed
   */
  public TrainingBatches(Dataset dataset, BatchSampler sampler, AugmentationPipeline augmentation) {
    this(dataset, sampler, augmentation, Shard.WHOLE);
  }

  /**
   * Makes a step's batch.
   *
   * @param step from 0
   * @return a fresh batch
   */
  @Override
  public Batch apply(long step) {
    int[] indices = shard.of(sampler.indices(step));
    if (!(dataset.sampleShape() instanceof SampleShape.Image)) {
      return Batch.of(dataset, indices);
    }
    long epoch = sampler.epoch(step);
    return Batch.of(
        dataset,
        indices,
        (sample, values, offset) -> augmentation.copyTo(dataset, sample, epoch, values, offset));
  }
}
