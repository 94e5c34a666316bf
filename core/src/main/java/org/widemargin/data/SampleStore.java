package org.widemargin.data;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.SplittableRandom;

/** Where the numbers of a data set lie: compact in memory, handed out as floats. */
sealed interface SampleStore permits PixelStore, ImageStore, FileStore, FeatureStore, NumberStore {
  SampleShape shape();

  void copyTo(int index, float[] target, int offset);

  /**
   * Copies a random part of an image, stretched to the shape. Where more of the image is at hand
   * than its sample, the part is one of that.
   */
  default void copyPart(
      int index, RandomResizedCrop crop, SplittableRandom random, float[] target, int offset) {
    copyTo(index, target, offset);
    crop.apply(target, offset, (SampleShape.Image) shape(), random);
  }

  /** Whether handing out a sample is work, worth all processors, and not a copy. */
  default boolean decodes() {
    return false;
  }

  /** The numbers as they were read, before they become float32. */
  default void copyExactly(int index, double[] target, int offset) {
    float[] sample = new float[shape().elements()];
    copyTo(index, sample, 0);
    for (int i = 0; i < sample.length; i++) {
      target[offset + i] = sample[i];
    }
  }

  Optional<ValidRange> validRange();

  /** Where a sample was read from, if it came from a file of the user's. */
  default Optional<SampleOrigin> origin(int index) {
    return Optional.empty();
  }

  /**
   * Adds the stored numbers of one sample to a digest, in a form that does not depend on the
   * platform.
   */
  void digest(int index, MessageDigest digest);
}
