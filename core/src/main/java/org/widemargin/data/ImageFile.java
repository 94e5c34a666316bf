package org.widemargin.data;

import java.nio.file.Path;
import org.widemargin.InputException;

/** Single images for prediction. */
public final class ImageFile {
  private ImageFile() {}

  /**
   * Reads a PNG or JPEG image of exactly the given size. Colours are converted: RGB to greyscale by
   * luma (ITU-R BT.601), greyscale to RGB by equal channels. Sizes are not, since a stretched image
   * is not what a network was trained on.
   *
   * @param file the image
   * @param shape what the network expects, with 1 or 3 channels
   * @return pixels in [0,1] in the order {@code [C, H, W]}
   * @throws InputException if the file is missing, no PNG or JPEG, damaged, transparent or of
   *     another size, or the network does not expect images
   */
  public static float[] read(Path file, SampleShape shape) {
    SampleShape.Image expected = requireImage(shape);
    Raster raster = ImageDecoder.decode(file);
    InputException.require(
        raster.hasSizeOf(expected),
        "%s: expected an image of %dx%d (width x height), found %dx%d; scale or crop it first",
        file,
        expected.width(),
        expected.height(),
        raster.shape().width(),
        raster.shape().height());
    float[] pixels = new float[expected.elements()];
    new PixelStore(expected, raster.withChannels(expected.channels()).pixels())
        .copyTo(0, pixels, 0);
    return pixels;
  }

  /** Checks that samples are greyscale or RGB images. */
  static SampleShape.Image requireImage(SampleShape shape) {
    InputException.require(
        shape instanceof SampleShape.Image,
        "expected images of shape channels, height, width, but samples here have %s features",
        shape);
    SampleShape.Image image = (SampleShape.Image) shape;
    InputException.require(
        image.channels() == 1 || image.channels() == 3,
        "expected images of 1 (greyscale) or 3 (RGB) channels, found %d",
        image.channels());
    return image;
  }
}
