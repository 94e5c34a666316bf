package org.widemargin.image;

import static org.widemargin.error.InputException.require;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is done to every picture of a data set, and to each that is classified later: it is brought
 * to one size and one number of channels.
 *
 * @param channels 1 for greyscale, 3 for RGB
 * @param height rows of pixels
 * @param width columns of pixels
 * @param fit how a picture of another size is brought to this one
 * @param background what transparent pictures are put on; null where they are refused
 */
public record ImagePreparation(
    int channels, int height, int width, ImageFit fit, @Nullable Colour background) {
  /** The longest side of a picture, as files of JPEG can have it. */
  static final int LONGEST_SIDE = 65_535;

  /** Checks the ranges. */
  public ImagePreparation {
    require(
        channels == 1 || channels == 3,
        "expected images of 1 (greyscale) or 3 (RGB) channels, found %d",
        channels);
    require(
        height > 0 && width > 0 && height <= LONGEST_SIDE && width <= LONGEST_SIDE,
        "expected an image size from 1 to %d pixels a side, found %dx%d (height x width)",
        LONGEST_SIDE,
        height,
        width);
    require(
        (long) channels * height * width < Integer.MAX_VALUE,
        "an image of %dx%dx%d (channels x height x width) is too large for one array",
        channels,
        height,
        width);
  }

  /**
   * The same without a background.
   *
   * @param channels 1 for greyscale, 3 for RGB
   * @param height rows of pixels
   * @param width columns of pixels
   * @param fit how a picture of another size is brought to this one
   */
  public ImagePreparation(int channels, int height, int width, ImageFit fit) {
    this(channels, height, width, fit, null);
  }

  /**
   * Prepares one picture.
   *
   * @param raster the picture, as it is looked at
   * @return unsigned bytes {@code [C, H, W]} of this size
   */
  public byte[] of(Raster raster) {
    return fitted(raster.withChannels(channels)).pixels();
  }

  private Raster fitted(Raster raster) {
    if (raster.height() == height && raster.width() == width) {
      return raster;
    }
    return switch (fit) {
      case STRETCH -> raster.resized(height, width);
      case CROP -> cropped(raster);
      case PAD -> padded(raster);
    };
  }

  /** As by torchvision's {@code Resize} and {@code CenterCrop}; only what stays is computed. */
  private Raster cropped(Raster raster) {
    boolean tall = isTallerThanWanted(raster);
    int scaledHeight = tall ? scaled(raster.height(), width, raster.width()) : height;
    int scaledWidth = tall ? width : scaled(raster.width(), height, raster.height());
    scaledHeight = Math.max(height, scaledHeight);
    scaledWidth = Math.max(width, scaledWidth);
    return raster.weighted(
        middle(raster.height(), scaledHeight, height), middle(raster.width(), scaledWidth, width));
  }

  private Raster padded(Raster raster) {
    boolean tall = isTallerThanWanted(raster);
    int scaledHeight = tall ? height : scaled(raster.height(), width, raster.width());
    int scaledWidth = tall ? scaled(raster.width(), height, raster.height()) : width;
    return raster
        .resized(Math.min(height, scaledHeight), Math.min(width, scaledWidth))
        .padded(height, width);
  }

  private boolean isTallerThanWanted(Raster raster) {
    return (long) raster.height() * width > (long) raster.width() * height;
  }

  private static int scaled(int side, int wanted, int other) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (long) side * wanted / other));
  }

  private static ResizeWeights middle(int from, int to, int wanted) {
    return new ResizeWeights(from, to, (int) Math.rint((to - wanted) / 2.0), wanted);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%dx%d (height x width)", height, width);
  }
}
