package org.widemargin.data;

import java.util.Arrays;

/** A decoded picture: unsigned bytes in the order {@code [C, H, W]}, as the file has them. */
final class Raster {
  private final SampleShape.Image shape;
  private final byte[] pixels;

  Raster(SampleShape.Image shape, byte[] pixels) {
    this.shape = shape;
    this.pixels = pixels;
  }

  SampleShape.Image shape() {
    return shape;
  }

  /** The bytes; the array itself, for one owner. */
  byte[] pixels() {
    return pixels;
  }

  /** Whether width and height are the given ones. */
  boolean hasSizeOf(SampleShape.Image other) {
    return shape.width() == other.width() && shape.height() == other.height();
  }

  /**
   * Converts between greyscale and RGB: luma of ITU-R BT.601 in one direction, equal channels in
   * the other.
   *
   * @param channels 1 or 3
   */
  Raster withChannels(int channels) {
    if (channels == shape.channels()) {
      return this;
    }
    int area = shape.width() * shape.height();
    byte[] converted = new byte[channels * area];
    for (int i = 0; i < area; i++) {
      if (channels == 1) {
        converted[i] = luma(pixels[i] & 0xff, pixels[area + i] & 0xff, pixels[2 * area + i] & 0xff);
      } else {
        converted[i] = converted[area + i] = converted[2 * area + i] = pixels[i];
      }
    }
    return new Raster(new SampleShape.Image(channels, shape.height(), shape.width()), converted);
  }

  /** In whole thousandths, so that equal channels keep their value. */
  private static byte luma(int red, int green, int blue) {
    return (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
  }

  /**
   * Resizes with a triangle filter as wide as the reduction, so that a smaller picture is an
   * average and not a sample of the larger one.
   */
  Raster resized(int height, int width) {
    if (height == shape.height() && width == shape.width()) {
      return this;
    }
    ResizeWeights across = new ResizeWeights(shape.width(), width);
    ResizeWeights down = new ResizeWeights(shape.height(), height);
    byte[] resized = new byte[shape.channels() * height * width];
    float[] narrowed = new float[shape.height() * width];
    int area = shape.height() * shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int i = 0; i < narrowed.length; i++) {
        int rowStart = channel * area + (i / width) * shape.width();
        narrowed[i] = across.sum(i % width, x -> pixels[rowStart + x] & 0xff);
      }
      for (int i = 0; i < height * width; i++) {
        int column = i % width;
        float value = down.sum(i / width, y -> narrowed[y * width + column]);
        resized[channel * height * width + i] = (byte) Math.round(value);
      }
    }
    return new Raster(new SampleShape.Image(shape.channels(), height, width), resized);
  }

  @Override
  public String toString() {
    return "Raster " + shape + " " + Arrays.hashCode(pixels);
  }
}
