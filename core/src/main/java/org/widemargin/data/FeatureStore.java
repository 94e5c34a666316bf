package org.widemargin.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/** Rows of numbers, row after row. */
final class FeatureStore implements SampleStore {
  private final SampleShape.Features shape;
  private final float[] values;

  FeatureStore(SampleShape.Features shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  @Override
  public SampleShape shape() {
    return shape;
  }

  @Override
  public void copyTo(int index, float[] target, int offset) {
    System.arraycopy(values, index * shape.count(), target, offset, shape.count());
  }

  @Override
  public Optional<ValidRange> validRange() {
    return Optional.empty();
  }

  @Override
  public void digest(int index, MessageDigest digest) {
    ByteBuffer row = ByteBuffer.allocate(shape.count() * Float.BYTES);
    row.asFloatBuffer().put(values, index * shape.count(), shape.count());
    digest.update(row);
  }
}
