package org.widemargin.data;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Images as unsigned bytes, an array for each: together they may be larger than one array. */
final class ImageStore implements SampleStore {
  private final SampleShape.Image shape;
  private final List<byte[]> images;

  ImageStore(SampleShape.Image shape, List<byte[]> images) {
    this.shape = shape;
    this.images = List.copyOf(images);
  }

  @Override
  public SampleShape shape() {
    return shape;
  }

  @Override
  public void copyTo(int index, float[] target, int offset) {
    PixelValues.scale(images.get(index), 0, target, offset, shape.elements());
  }

  @Override
  public Optional<ValidRange> validRange() {
    return Optional.of(ValidRange.UNIT);
  }

  @Override
  public void digest(int index, MessageDigest digest) {
    digest.update(images.get(index));
  }
}
