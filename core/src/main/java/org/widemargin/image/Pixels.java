package org.widemargin.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import org.jspecify.annotations.Nullable;

/** Takes the pixels out of Java's images, row by row, and puts them on a background. */
final class Pixels {
  private Pixels() {}

  /**
   * Reads the samples themselves: getRGB would take Java's grey for linear light and brighten it.
   */
  static Raster grey(
      BufferedImage image,
      ColourProfile profile,
      Orientation orientation,
      @Nullable Colour background)
      throws ImageFault {
    Backdrop backdrop = Backdrop.of(image, background);
    int width = image.getWidth();
    byte[] levels = profile.greyLevels();
    // Few bits are kept as numbers of shades, which have the very levels as colours.
    boolean fewBits = image.getColorModel() instanceof IndexColorModel;
    int largest = (1 << image.getColorModel().getComponentSize(0)) - 1;
    Planes planes = new Planes(backdrop.channels(1), width, image.getHeight(), orientation);
    int[] samples = new int[width];
    byte[] row = new byte[width];
    for (int y = 0; y < image.getHeight(); y++) {
      if (fewBits) {
        image.getRGB(0, y, width, 1, samples, 0, width);
      } else {
        image.getRaster().getSamples(0, y, width, 1, 0, samples);
      }
      for (int x = 0; x < width; x++) {
        int level = fewBits ? samples[x] & 0xff : (int) Math.round(samples[x] * 255.0 / largest);
        row[x] = levels[level & 0xff];
      }
      planes.row(y, backdrop.inFront(row, y, 1));
    }
    return planes.raster();
  }

  static Raster colour(
      BufferedImage image,
      ColourProfile profile,
      Orientation orientation,
      @Nullable Colour background)
      throws ImageFault {
    Backdrop backdrop = Backdrop.of(image, background);
    int width = image.getWidth();
    Planes planes = new Planes(3, width, image.getHeight(), orientation);
    int[] packed = new int[width];
    byte[] row = new byte[3 * width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, packed, 0, width);
      for (int x = 0; x < width; x++) {
        row[3 * x] = (byte) (packed[x] >> 16);
        row[3 * x + 1] = (byte) (packed[x] >> 8);
        row[3 * x + 2] = (byte) packed[x];
      }
      planes.row(y, backdrop.inFront(profile.toSrgb(row), y, 3));
    }
    return planes.raster();
  }
}
