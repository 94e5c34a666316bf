package org.widemargin.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.widemargin.error.InputException;
import org.widemargin.image.Colour;
import org.widemargin.image.EncodedImage;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImagePreparation;

/** Single images for prediction. */
public final class ImageFile {
  private ImageFile() {}

  /**
   * Reads a PNG or JPEG image for a network: as the images were that it learned from, if these were
   * brought to a size; else, where all had one size from the start, scaled and cropped to that one,
   * with a remark. Colours are converted in any case: RGB to greyscale by luma (ITU-R BT.601),
   * greyscale to RGB by equal channels.
   *
   * @param file the image
   * @param shape what the network takes, with 1 or 3 channels
   * @param preparation what was done to the images it learned from; empty for nothing
   * @param remarks is told, in words that begin with the file, what was wrong with it and did not
   *     keep it from being read
   * @return pixels in [0,1] in the order {@code [C, H, W]}
   * @throws InputException if the file is missing, no PNG or JPEG, damaged, or transparent and
   *     there is no background, or the network does not take images
   */
  public static float[] read(
      Path file,
      SampleShape shape,
      Optional<ImagePreparation> preparation,
      Consumer<String> remarks) {
    return read(file, shape, preparation, Optional.empty(), remarks);
  }

  /**
   * Reads an image as {@link #read(Path, SampleShape, Optional, Consumer)} does, on another
   * background.
   *
   * @param file the image
   * @param shape what the network takes, with 1 or 3 channels
   * @param preparation what was done to the images it learned from; empty for nothing
   * @param background what transparent pixels are put on; empty for that of the preparation
   * @param remarks is told, in words that begin with the file, what was wrong with it and did not
   *     keep it from being read
   * @return pixels in [0,1] in the order {@code [C, H, W]}
   * @throws InputException as from {@link #read(Path, SampleShape, Optional, Consumer)}
   */
  public static float[] read(
      Path file,
      SampleShape shape,
      Optional<ImagePreparation> preparation,
      Optional<Colour> background,
      Consumer<String> remarks) {
    requireImage(shape);
    return read(EncodedImage.read(file), file.toString(), shape, preparation, background, remarks);
  }

  /**
   * Reads an image that is in memory, as {@link #read(Path, SampleShape, Optional, Consumer)} does.
   *
   * @param image the image
   * @param where what to call it in messages
   * @param shape what the network takes, with 1 or 3 channels
   * @param preparation what was done to the images it learned from; empty for nothing
   * @param remarks is told, in words that begin with the name, what was wrong with it and did not
   *     keep it from being read
   * @return pixels in [0,1] in the order {@code [C, H, W]}
   * @throws InputException if the image is damaged, or transparent and there is no background, or
   *     the network does not take images
   */
  public static float[] read(
      EncodedImage image,
      String where,
      SampleShape shape,
      Optional<ImagePreparation> preparation,
      Consumer<String> remarks) {
    return read(image, where, shape, preparation, Optional.empty(), remarks);
  }

  /**
   * Reads an image that is in memory, on another background.
   *
   * @param image the image
   * @param where what to call it in messages
   * @param shape what the network takes, with 1 or 3 channels
   * @param preparation what was done to the images it learned from; empty for nothing
   * @param background what transparent pixels are put on; empty for that of the preparation
   * @param remarks is told, in words that begin with the name, what was wrong with it and did not
   *     keep it from being read
   * @return pixels in [0,1] in the order {@code [C, H, W]}
   * @throws InputException if the image is damaged, or transparent and there is no background, or
   *     the network does not take images
   */
  public static float[] read(
      EncodedImage image,
      String where,
      SampleShape shape,
      Optional<ImagePreparation> preparation,
      Optional<Colour> background,
      Consumer<String> remarks) {
    SampleShape.Image expected = requireImage(shape);
    if (preparation.isEmpty() && isOtherSize(image, expected)) {
      boolean losesColours = image.channels() > expected.channels();
      remarks.accept(
          String.format(
              Locale.ROOT,
              losesColours
                  ? "%s: is in colour, of %dx%d (width x height), and is made grey, scaled and cropped to"
                      + " %dx%d, the size of all images that the network learned from"
                  : "%s: is of %dx%d (width x height) and is scaled and cropped to %dx%d, the size of"
                      + " all images that the network learned from",
              where,
              image.width(),
              image.height(),
              expected.width(),
              expected.height()));
    }
    ImageFit fit = preparation.map(ImagePreparation::fit).orElse(ImageFit.CROP);
    byte[] bytes =
        image.prepared(
            new ImagePreparation(
                expected.channels(),
                expected.height(),
                expected.width(),
                fit,
                background.or(() -> preparation.map(ImagePreparation::background)).orElse(null),
                preparation.map(ImagePreparation::resize).orElse(null)),
            remark -> remarks.accept(where + ": " + remark));
    float[] pixels = new float[expected.elements()];
    PixelValues.scale(bytes, 0, pixels, 0, pixels.length);
    return pixels;
  }

  /**
   * Reads an image for a network that learned from images as they were.
   *
   * @param file the image
   * @param shape what the network takes, with 1 or 3 channels
   * @return pixels in [0,1] in the order {@code [C, H, W]}
   * @throws InputException as from {@link #read(Path, SampleShape, Optional, Consumer)}
   */
  public static float[] read(Path file, SampleShape shape) {
    return read(file, shape, Optional.empty(), remark -> {});
  }

  private static boolean isOtherSize(EncodedImage image, SampleShape.Image expected) {
    return image.height() != expected.height() || image.width() != expected.width();
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
