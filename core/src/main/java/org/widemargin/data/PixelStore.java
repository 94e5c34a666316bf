package org.widemargin.data;

import java.security.MessageDigest;
import java.util.Optional;

/** Images as unsigned bytes, sample after sample, each {@code [C, H, W]}. */
final class PixelStore implements SampleStore {
  private static final float[] SCALED = scaled();

  private final SampleShape.Image shape;
  private final byte[] pixels;

  PixelStore(SampleShape.Image shape, byte[] pixels) {
    this.shape = shape;
    this.pixels = pixels;
  }

  /** value / 255f for each value: a look-up is exact and cheaper than the division. */
  private static float[] scaled() {
    float[] table = new float[256];
    for (int value = 0; value < table.length; value++) {
      table[value] = value / 255f;
    }
    return table;
  }

  @Override
  public SampleShape shape() {
    return shape;
  }

  @Override
  public void copyTo(int index, float[] target, int offset) {
    int elements = shape.elements();
    scale(pixels, index * elements, target, offset, elements);
  }

  /** Writes bytes as pixels in [0,1]. */
  static void scale(byte[] pixels, int start, float[] target, int offset, int count) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = SCALED[pixels[start + i] & 0xff];
    }
  }

  @Override
  public Optional<ValidRange> validRange() {
    return Optional.of(ValidRange.UNIT);
  }

  @Override
  public void digest(int index, MessageDigest digest) {
    digest.update(pixels, index * shape.elements(), shape.elements());
  }
}
