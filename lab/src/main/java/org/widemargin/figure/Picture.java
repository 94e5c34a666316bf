package org.widemargin.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;

/** An immutable greyscale or RGB picture with values in [0,1]. */
public final class Picture {
  private static final int GREY = 1;
  private static final int RGB = 3;

  private final int channels;
  private final int height;
  private final int width;
  private final float[] pixels;

  /**
   * Copies the pixels.
   *
   * @param channels 1 for greyscale, 3 for red, green and blue
   * @param height the number of rows
   * @param width the number of columns
   * @param pixels the values as {@code [C, H, W]}, 0 dark and 1 bright; values outside [0,1] are
   *     shown as the nearest of them
   * @throws IllegalArgumentException if a size is not positive, the number of pixels does not fit,
   *     or one is NaN
   */
  public Picture(int channels, int height, int width, float[] pixels) {
    if ((channels != GREY && channels != RGB) || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected 1 or 3 channels and a positive size, found [%d, %d, %d]",
              channels,
              height,
              width));
    }
    if (pixels.length != (long) channels * height * width) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected %d x %d x %d pixels, found %d",
              channels,
              height,
              width,
              pixels.length));
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels.clone();
    for (float pixel : this.pixels) {
      if (Float.isNaN(pixel)) {
        throw new IllegalArgumentException("expected pixels in [0,1], found NaN");
      }
    }
  }

  /**
   * Returns the number of rows.
   *
   * @return the height
   */
  public int height() {
    return height;
  }

  /**
   * Returns the number of columns.
   *
   * @return the width
   */
  public int width() {
    return width;
  }

  /** The picture as Java's own kind. */
  BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        image.setRGB(column, row, rgb(row * width + column));
      }
    }
    return image;
  }

  /**
   * The picture as a PNG file.
   *
   * @return its bytes
   */
  public byte[] toPng() {
    return png(toImage());
  }

  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", bytes)) {
        throw new IllegalStateException("this Java runtime cannot write PNG files");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture that
        && channels == that.channels
        && height == that.height
        && width == that.width
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * channels + height) + width) + Arrays.hashCode(pixels);
  }

  @Override
  public String toString() {
    return "Picture [" + channels + ", " + height + ", " + width + "]";
  }

  private int rgb(int index) {
    int plane = height * width;
    int red = level(pixels[index]);
    int green = channels == RGB ? level(pixels[index + plane]) : red;
    int blue = channels == RGB ? level(pixels[index + 2 * plane]) : red;
    return red << 16 | green << 8 | blue;
  }

  private static int level(float value) {
    return Math.round(Math.min(1, Math.max(0, value)) * 255);
  }
}
