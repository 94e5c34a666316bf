package org.widemargin.image;

import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/** What is behind a picture's transparent pixels, if it has any. */
final class Backdrop {
  private static final int OPAQUE = 0xff;

  private final BufferedImage image;
  private final @Nullable Colour colour;
  private final int[] packed;

  private Backdrop(BufferedImage image, @Nullable Colour colour) {
    this.image = image;
    this.colour = colour;
    this.packed = new int[image.getWidth()];
  }

  /**
   * Looks for transparent pixels.
   *
   * @param background what to put them on
   * @throws ImageFault if there are some, and no background
   */
  static Backdrop of(BufferedImage image, @Nullable Colour background) throws ImageFault {
    boolean opaque = isOpaque(image);
    ImageFault.require(
        opaque || background != null,
        "expected an opaque image, found transparent pixels; put it on a background, as with"
            + " --image-background white");
    return new Backdrop(image, opaque ? null : background);
  }

  private static boolean isOpaque(BufferedImage image) {
    int[] row = new int[image.getWidth()];
    for (int y = 0; image.getColorModel().hasAlpha() && y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int pixel : row) {
        if (pixel >>> 24 != OPAQUE) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many channels there are in front of it: grey on a colour is no longer grey. */
  int channels(int ofPicture) {
    return colour == null || colour.isGrey() ? ofPicture : 3;
  }

  /**
   * Mixes a row with the background, in the numbers of sRGB, as browsers and image editors do.
   *
   * @param row the channels of one pixel next to each other, already in sRGB
   * @param y which row
   * @param channels of the picture: 1 or 3
   * @return as many channels for each pixel as {@link #channels} says; the row itself where nothing
   *     is transparent
   */
  byte[] inFront(byte[] row, int y, int channels) {
    Colour behind = colour;
    if (behind == null) {
      return row;
    }
    int made = channels(channels);
    byte[] mixed = new byte[packed.length * made];
    image.getRGB(0, y, packed.length, 1, packed, 0, packed.length);
    for (int x = 0; x < packed.length; x++) {
      int opacity = packed[x] >>> 24;
      for (int channel = 0; channel < made; channel++) {
        int own = row[x * channels + Math.min(channel, channels - 1)] & 0xff;
        mixed[x * made + channel] = mixed(own, behind.channel(channel), opacity);
      }
    }
    return mixed;
  }

  /** Rounded to the nearest. */
  private static byte mixed(int own, int behind, int opacity) {
    return (byte) ((own * opacity + behind * (OPAQUE - opacity) + OPAQUE / 2) / OPAQUE);
  }
}
