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
    SplittableRandom random = random(epoch, sample);
    for (Augmentation step : steps) {
      step.apply(pixels, offset, shape, random);
    }
  }

  /**
   * Copies an image out of a data set and changes the copy. A crop that comes first is taken from
   * the whole of an image that is decoded for it.
   */
  void copyTo(Dataset dataset, int sample, long epoch, float[] target, int offset) {
    SampleShape.Image shape = (SampleShape.Image) dataset.sampleShape();
    SplittableRandom random = random(epoch, sample);
    List<Augmentation> others = steps;
    if (!steps.isEmpty() && steps.get(0) instanceof RandomResizedCrop crop) {
      dataset.copyPart(sample, crop, random, target, offset);
      others = steps.subList(1, steps.size());
    } else {
      dataset.copyTo(sample, target, offset);
    }
    for (Augmentation step : others) {
      step.apply(target, offset, shape, random);
    }
  }

  private SplittableRandom random(long epoch, int sample) {
    return RandomStream.of(RandomStream.seedOf(seed, "augmentation", epoch), "sample", sample);
  }
}
