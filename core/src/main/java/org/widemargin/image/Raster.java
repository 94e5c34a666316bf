package org.widemargin.image;

import java.util.Arrays;
import java.util.Objects;

/** A decoded picture: unsigned bytes in the order {@code [C, H, W]}. */
public final class Raster {
  private final int channels;
  private final int height;
  private final int width;
  private final byte[] pixels;

  Raster(int channels, int height, int width, byte[] pixels) {
    if (pixels.length != channels * height * width) {
      throw new IllegalArgumentException("expected as many bytes as there are pixels");
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
  }

  /**
   * Takes pixels as a picture.
   *
   * @param channels 1 for greyscale, 3 for RGB
   * @param height rows of pixels
   * @param width columns of pixels
   * @param pixels unsigned bytes {@code [C, H, W]}; not copied, so not to be changed afterwards
   * @return the picture
   * @throws IllegalArgumentException if the number of bytes does not fit
   */
  public static Raster of(int channels, int height, int width, byte[] pixels) {
    return new Raster(channels, height, width, pixels);
  }

  /** {@return 1 for greyscale, 3 for RGB} */
  public int channels() {
    return channels;
  }

  /** {@return rows of pixels} */
  public int height() {
    return height;
  }

  /** {@return columns of pixels} */
  public int width() {
    return width;
  }

  /** {@return the bytes {@code [C, H, W]}; the array itself, for one owner} */
  public byte[] pixels() {
    return pixels;
  }

  /**
   * Converts between greyscale and RGB: luma of ITU-R BT.601 in one direction, equal channels in
   * the other.
   *
   * @param wanted 1 or 3
   * @return the same picture, this object itself where nothing is to be done
   */
  public Raster withChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    int area = width * height;
    byte[] converted = new byte[wanted * area];
    for (int i = 0; i < area; i++) {
      if (wanted == 1) {
        converted[i] = luma(pixels[i] & 0xff, pixels[area + i] & 0xff, pixels[2 * area + i] & 0xff);
      } else {
        converted[i] = converted[area + i] = converted[2 * area + i] = pixels[i];
      }
    }
    return new Raster(wanted, height, width, converted);
  }

  /** In whole thousandths, so that equal channels keep their value. */
  private static byte luma(int red, int green, int blue) {
    return (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
  }

  /**
   * Resizes with a triangle filter as wide as the reduction, so that a smaller picture is an
   * average and not a sample of the larger one.
   *
   * @param newHeight rows
   * @param newWidth columns
   * @return the resized picture, this object itself where nothing is to be done
   */
  public Raster resized(int newHeight, int newWidth) {
    return newHeight == height && newWidth == width
        ? this
        : weighted(new ResizeWeights(height, newHeight), new ResizeWeights(width, newWidth));
  }

  /**
   * Cuts a part out.
   *
   * @param box which part
   * @return the part, this object itself where it is the whole
   * @throws IndexOutOfBoundsException if the part is not inside the picture
   */
  public Raster part(ImageBox box) {
    Objects.checkFromIndexSize(box.top(), box.height(), height);
    Objects.checkFromIndexSize(box.left(), box.width(), width);
    if (box.height() == height && box.width() == width) {
      return this;
    }
    byte[] part = new byte[channels * box.height() * box.width()];
    for (int line = 0; line < channels * box.height(); line++) {
      int row = line / box.height() * height + box.top() + line % box.height();
      System.arraycopy(pixels, row * width + box.left(), part, line * box.width(), box.width());
    }
    return new Raster(channels, box.height(), box.width(), part);
  }

  /** Makes each pixel of a resized picture, or of a part of one. */
  Raster weighted(ResizeWeights down, ResizeWeights across) {
    int newHeight = down.count();
    int newWidth = across.count();
    byte[] resized = new byte[channels * newHeight * newWidth];
    float[] narrowed = new float[height * newWidth];
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < height; row++) {
        int rowStart = (channel * height + row) * width;
        for (int column = 0; column < newWidth; column++) {
          narrowed[row * newWidth + column] = across.sum(column, pixels, rowStart);
        }
      }
      for (int row = 0; row < newHeight; row++) {
        for (int column = 0; column < newWidth; column++) {
          float value = down.sum(row, narrowed, column, newWidth);
          resized[(channel * newHeight + row) * newWidth + column] = (byte) Math.round(value);
        }
      }
    }
    return new Raster(channels, newHeight, newWidth, resized);
  }

  /** Puts the picture into the middle of a black one that is at least as large. */
  Raster padded(int newHeight, int newWidth) {
    byte[] padded = new byte[channels * newHeight * newWidth];
    int top = (newHeight - height) / 2;
    int left = (newWidth - width) / 2;
    for (int line = 0; line < channels * height; line++) {
      int row = line / height * newHeight + top + line % height;
      System.arraycopy(pixels, line * width, padded, row * newWidth + left, width);
    }
    return new Raster(channels, newHeight, newWidth, padded);
  }

  @Override
  public String toString() {
    return "Raster "
        + channels
        + "x"
        + height
        + "x"
        + width
        + " "
        + Integer.toHexString(Arrays.hashCode(pixels));
  }
}
