package org.widemargin.image;

/** A picture that comes in row by row as it is stored, and is turned on the way. */
final class Planes {
  private final int channels;
  private final int width;
  private final int height;
  private final Orientation orientation;
  private final byte[] pixels;

  Planes(int channels, int width, int height, Orientation orientation) {
    this.channels = channels;
    this.width = width;
    this.height = height;
    this.orientation = orientation;
    this.pixels = new byte[channels * width * height];
  }

  /**
   * Takes a row.
   *
   * @param y which
   * @param row the channels of one pixel next to each other
   */
  void row(int y, byte[] row) {
    int area = width * height;
    for (int x = 0; x < width; x++) {
      int place = orientation.place(x, y, width, height);
      for (int channel = 0; channel < channels; channel++) {
        pixels[channel * area + place] = row[x * channels + channel];
      }
    }
  }

  Raster raster() {
    return orientation.swapsSides()
        ? new Raster(channels, width, height, pixels)
        : new Raster(channels, height, width, pixels);
  }
}
