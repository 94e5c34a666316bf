package org.widemargin.data;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Rows of numbers, row after row, with all digits that they were read with. They are handed out as
 * float32; the digest is that of what is handed out, so that it is the same as of such rows.
 */
final class NumberStore implements SampleStore {
  private final SampleShape.Features shape;
  private final double[] values;
  private final List<SampleOrigin> origins;

  /**
   * Takes rows.
   *
   * @param origins where each was read from; empty if from no file
   */
  NumberStore(SampleShape.Features shape, double[] values, List<SampleOrigin> origins) {
    this.shape = shape;
    this.values = values;
    this.origins = List.copyOf(origins);
  }

  @Override
  public Optional<SampleOrigin> origin(int index) {
    return origins.isEmpty() ? Optional.empty() : Optional.of(origins.get(index));
  }

  @Override
  public SampleShape shape() {
    return shape;
  }

  @Override
  public void copyTo(int index, float[] target, int offset) {
    for (int i = 0; i < shape.count(); i++) {
      target[offset + i] = (float) values[index * shape.count() + i];
    }
  }

  @Override
  public void copyExactly(int index, double[] target, int offset) {
    System.arraycopy(values, index * shape.count(), target, offset, shape.count());
  }

  @Override
  public Optional<ValidRange> validRange() {
    return Optional.empty();
  }

  @Override
  public void digest(int index, MessageDigest digest) {
    FeatureStore.digest(this, index, digest);
  }
}
