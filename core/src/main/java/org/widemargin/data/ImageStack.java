package org.widemargin.data;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.widemargin.InputException;

/** Collects labelled images of one shape: a builder of a {@link Dataset}. */
final class ImageStack {
  private final SampleShape.Image shape;
  private final String reference;
  private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();
  private final List<Integer> labels = new ArrayList<>();

  /** With an empty reference, images are brought to the shape; else all must have it. */
  private ImageStack(SampleShape.Image shape, String reference) {
    this.shape = shape;
    this.reference = reference;
  }

  static ImageStack converting(SampleShape.Image shape) {
    return new ImageStack(shape, "");
  }

  static ImageStack requiring(SampleShape.Image shape, Path reference) {
    return new ImageStack(shape, reference.toString());
  }

  void add(Path file, int label) {
    Raster raster = ImageDecoder.decode(file);
    InputException.require(
        reference.isEmpty() || raster.shape().equals(shape),
        "%s: expected shape %s (channels x height x width) as in %s, found %s; give the shape that"
            + " all images are to be brought to",
        file,
        shape,
        reference,
        raster.shape());
    InputException.require(
        (long) pixels.size() + shape.elements() < Integer.MAX_VALUE - 8,
        "%s: the images take more than 2 GB in memory at shape %s; give a smaller shape",
        file,
        shape);
    pixels.writeBytes(
        raster.withChannels(shape.channels()).resized(shape.height(), shape.width()).pixels());
    labels.add(label);
  }

  Dataset toDataset(String name, List<String> classNames) {
    int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
    return Dataset.images(name, shape, pixels.toByteArray(), classes, classNames);
  }
}
