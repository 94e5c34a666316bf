package org.widemargin.data;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Images as unsigned bytes, an array for each: together they may be larger than one array. */
final class ImageStore implements SampleStore {
  private final SampleShape.Image shape;
  private final List<byte[]> images;
  private final List<Path> files;

  ImageStore(SampleShape.Image shape, List<byte[]> images, List<Path> files) {
    this.shape = shape;
    this.images = List.copyOf(images);
    this.files = List.copyOf(files);
  }

  @Override
  public Optional<SampleOrigin> origin(int index) {
    return Optional.of(new SampleOrigin(files.get(index), 0));
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
