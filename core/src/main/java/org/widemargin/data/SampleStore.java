package org.widemargin.data;

import java.security.MessageDigest;
import java.util.Optional;

/** Where the numbers of a data set lie: compact in memory, handed out as floats. */
sealed interface SampleStore permits PixelStore, ImageStore, FeatureStore {
  SampleShape shape();

  void copyTo(int index, float[] target, int offset);

  Optional<ValidRange> validRange();

  /**
   * Adds the stored numbers of one sample to a digest, in a form that does not depend on the
   * platform.
   */
  void digest(int index, MessageDigest digest);
}
