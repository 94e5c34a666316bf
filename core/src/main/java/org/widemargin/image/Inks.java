package org.widemargin.image;

/**
 * Turns CMYK into RGB. Programs of Adobe, and all that follow them, store how much of the paper is
 * left white, and say so by a header of theirs; the others store the ink.
 */
final class Inks {
  private final boolean storesWhite;
  private final boolean asDifferences;
  private final ColourProfile profile;

  /**
   * Prepares.
   *
   * @param storesWhite whether 255 is no ink
   * @param asDifferences whether cyan, magenta and yellow are stored as luminance and colour
   *     differences (YCCK)
   * @param profile of the inks
   */
  Inks(boolean storesWhite, boolean asDifferences, ColourProfile profile) {
    this.storesWhite = storesWhite;
    this.asDifferences = asDifferences;
    this.profile = profile;
  }

  /** Converts a row of four numbers for each pixel to three for each. */
  byte[] toSrgb(int[] row) {
    byte[] inks = new byte[row.length];
    for (int i = 0; i < row.length; i += 4) {
      if (asDifferences) {
        resolve(row, i);
      }
      for (int k = i; k < i + 4; k++) {
        inks[k] = (byte) (storesWhite ? 255 - row[k] : row[k]);
      }
    }
    return profile.isIdentity() ? printed(inks) : profile.toSrgb(inks);
  }

  /** ITU-T T.871, as in libjpeg: of the complements of cyan, magenta and yellow. */
  private static void resolve(int[] row, int at) {
    double luminance = row[at];
    double blue = row[at + 1] - 128;
    double red = row[at + 2] - 128;
    row[at] = 255 - level(luminance + 1.402 * red);
    row[at + 1] = 255 - level(luminance - 0.344136 * blue - 0.714136 * red);
    row[at + 2] = 255 - level(luminance + 1.772 * blue);
  }

  private static int level(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  /** Without a profile: each ink takes its share of the light that black leaves. */
  private static byte[] printed(byte[] inks) {
    byte[] light = new byte[inks.length / 4 * 3];
    for (int pixel = 0; pixel < inks.length / 4; pixel++) {
      int white = 255 - (inks[4 * pixel + 3] & 0xff);
      for (int channel = 0; channel < 3; channel++) {
        int left = 255 - (inks[4 * pixel + channel] & 0xff);
        light[3 * pixel + channel] = (byte) ((left * white + 127) / 255);
      }
    }
    return light;
  }
}
