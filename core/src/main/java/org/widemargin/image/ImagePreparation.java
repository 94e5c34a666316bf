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
 * @param resize of a cropped picture: how many pixels its shorter side is scaled to before the
 *     middle is cut out, at least the longer side of the size; null where it is scaled until it
 *     just covers the size
 */
public record ImagePreparation(
    int channels,
    int height,
    int width,
    ImageFit fit,
    @Nullable Colour background,
    @Nullable Integer resize) {
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
    require(
        resize == null
            || (fit == ImageFit.CROP
                && resize >= Math.max(height, width)
                && resize <= LONGEST_SIDE),
        "expected a shorter side to crop from (resize) of at least %d, the longer side of the image"
            + " size, and at most %d, with the fit crop, found %s with the fit %s",
        Math.max(height, width),
        LONGEST_SIDE,
        String.valueOf(resize),
        fit.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The same, scaled until it just covers the size where it is cropped.
   *
   * @param channels 1 for greyscale, 3 for RGB
   * @param height rows of pixels
   * @param width columns of pixels
   * @param fit how a picture of another size is brought to this one
   * @param background what transparent pictures are put on; null where they are refused
   */
  public ImagePreparation(
      int channels, int height, int width, ImageFit fit, @Nullable Colour background) {
    this(channels, height, width, fit, background, null);
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
    this(channels, height, width, fit, null, null);
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

  /**
   * Prepares a part of a picture: it is stretched to the size.
   *
   * @param raster the picture, as it is looked at
   * @param box which part
   * @return unsigned bytes {@code [C, H, W]} of this size
   */
  byte[] ofPart(Raster raster, ImageBox box) {
    return raster.part(box).withChannels(channels).resized(height, width).pixels();
  }

  /**
   * Names the preparation: equal for equal ones, in this and later versions.
   *
   * @return a short text
   */
  public String identity() {
    return String.format(
        Locale.ROOT, "%dx%dx%d|%s|%s|%s;", channels, height, width, fit, background, resize);
  }

  private Raster fitted(Raster raster) {
    if (resize != null) {
      return middleOf(raster, resize);
    }
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

  /** As by torchvision's {@code Resize(shorter)} and {@code CenterCrop}. */
  private Raster middleOf(Raster raster, int shorter) {
    boolean tall = raster.height() > raster.width();
    int scaledHeight = tall ? scaled(raster.height(), shorter, raster.width()) : shorter;
    int scaledWidth = tall ? shorter : scaled(raster.width(), shorter, raster.height());
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
