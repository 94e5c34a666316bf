package org.widemargin.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.IntFunction;

/** Rows of numbers, row after row. */
final class FeatureStore implements SampleStore {
  private final SampleShape.Features shape;
  private final float[] values;
  private final IntFunction<Optional<SampleOrigin>> origins;

  FeatureStore(SampleShape.Features shape, float[] values) {
    this(shape, values, row -> Optional.empty());
  }

  FeatureStore(
      SampleShape.Features shape, float[] values, IntFunction<Optional<SampleOrigin>> origins) {
    this.shape = shape;
    this.values = values;
    this.origins = origins;
  }

  @Override
  public Optional<SampleOrigin> origin(int index) {
    return origins.apply(index);
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
    digest(this, index, digest);
  }

  /** The digest of a row in single precision, however it is kept. */
  static void digest(SampleStore store, int index, MessageDigest digest) {
    float[] numbers = new float[store.shape().elements()];
    store.copyTo(index, numbers, 0);
    ByteBuffer row = ByteBuffer.allocate(numbers.length * Float.BYTES);
    row.asFloatBuffer().put(numbers);
    digest.update(row);
  }

  static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
