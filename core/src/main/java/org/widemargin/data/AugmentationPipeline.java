package org.widemargin.data;

import java.util.List;
import java.util.SplittableRandom;
import org.widemargin.torch.RandomStream;

/**
 * Augmentations in order. The draws belong to the epoch and the sample, so that neither the order
 * of batches nor their size changes them.
 *
 * @param steps the augmentations; may be empty
 * @param seed the run's seed
 */
public record AugmentationPipeline(List<Augmentation> steps, long seed) {
  /** Copies the list. */
  public AugmentationPipeline {
    steps = List.copyOf(steps);
  }

  /**
   * Changes one image in place.
   *
   * @param pixels where it lies, {@code [C, H, W]} from {@code offset} on, pixels in [0,1]
   * @param offset its first element
   * @param shape its shape
   * @param epoch the epoch, from 0
   * @param sample the sample's index in the training set
   */
  public void apply(float[] pixels, int offset, SampleShape.Image shape, long epoch, int sample) {
    SplittableRandom random =
        RandomStream.of(RandomStream.seedOf(seed, "augmentation", epoch), "sample", sample);
    for (Augmentation step : steps) {
      step.apply(pixels, offset, shape, random);
    }
  }
}
