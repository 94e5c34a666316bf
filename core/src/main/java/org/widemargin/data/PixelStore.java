package org.widemargin.data;

import java.security.MessageDigest;
import java.util.Optional;

/** Images as unsigned bytes, sample after sample, each {@code [C, H, W]}. */
final class PixelStore implements SampleStore {
  private final SampleShape.Image shape;
  private final byte[] pixels;

  PixelStore(SampleShape.Image shape, byte[] pixels) {
    this.shape = shape;
    this.pixels = pixels;
  }

  @Override
  public SampleShape shape() {
    return shape;
  }

  @Override
  public void copyTo(int index, float[] target, int offset) {
    int elements = shape.elements();
    PixelValues.scale(pixels, index * elements, target, offset, elements);
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
