package org.widemargin.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the numbers of a picture's channels look like: an ICC profile, or sRGB. */
final class ColourProfile {
  /** What pictures have that say nothing: numbers stay as they are. */
  static final ColourProfile SRGB = new ColourProfile(null, 3);

  /** Colours that a profile is tried with, and by how many levels they may be moved. */
  private static final int PROBES = 256;

  private static final int ROUNDING = 2;

  private final @Nullable ColorConvertOp conversion;
  private final int channels;

  private ColourProfile(@Nullable ColorConvertOp conversion, int channels) {
    this.conversion = conversion;
    this.channels = channels;
  }

  /**
   * Reads a profile.
   *
   * @param bytes as they are embedded
   * @param channels of the picture: 1, 3 or 4
   * @throws ImageFault if they are damaged, or belong to another number of channels
   */
  static ColourProfile of(byte[] bytes, int channels) throws ImageFault {
    try {
      ICC_Profile profile = ICC_Profile.getInstance(bytes);
      ImageFault.require(
          profile.getNumComponents() == channels,
          String.format(
              Locale.ROOT,
              "its colour profile is for %d channels, the image has %d",
              profile.getNumComponents(),
              channels));
      ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
      ColourProfile made =
          new ColourProfile(new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null), channels);
      // A damaged profile often shows only when it is used.
      return made.isSrgb() ? SRGB : made;
    } catch (RuntimeException e) {
      // Java's reader of profiles throws all kinds of unchecked exceptions.
      throw new ImageFault("its colour profile is damaged (" + e + ")");
    }
  }

  /** How a profile is found. */
  @FunctionalInterface
  interface Source {
    ColourProfile find() throws ImageFault;
  }

  /** Looks for a profile, and takes sRGB where it cannot be used, as other programs do. */
  static ColourProfile orSrgb(Source source, Consumer<String> remarks) {
    try {
      return source.find();
    } catch (ImageFault e) {
      remarks.accept(e.getMessage() + "; it is read as sRGB");
      return SRGB;
    }
  }

  /**
   * Whether colours stay what they are, to the eye: there are many makers' variants of sRGB, and
   * converting between them would only round.
   */
  private boolean isSrgb() {
    byte[] probe = new byte[PROBES * channels];
    for (int i = 0; i < probe.length; i++) {
      probe[i] = (byte) (i / channels * (i % channels * 7 + 1) * 5);
    }
    byte[] converted = toSrgb(probe);
    for (int i = 0; channels == 3 && i < probe.length; i++) {
      if (Math.abs((probe[i] & 0xff) - (converted[i] & 0xff)) > ROUNDING) {
        return false;
      }
    }
    return channels == 3;
  }

  boolean isIdentity() {
    return conversion == null;
  }

  /**
   * Converts pixels.
   *
   * @param pixels the channels of one pixel next to each other; ink of CMYK is 255 where it covers
   * @return red, green and blue next to each other
   */
  byte[] toSrgb(byte[] pixels) {
    if (conversion == null) {
      return pixels;
    }
    int count = pixels.length / channels;
    WritableRaster from = interleaved(count, channels);
    from.setDataElements(0, 0, count, 1, pixels);
    WritableRaster to = interleaved(count, 3);
    conversion.filter(from, to);
    return (byte[]) to.getDataElements(0, 0, count, 1, new byte[3 * count]);
  }

  /** What each of the 256 levels of a grey picture becomes. */
  byte[] greyLevels() {
    byte[] levels = new byte[256];
    for (int level = 0; level < levels.length; level++) {
      levels[level] = (byte) level;
    }
    if (conversion == null) {
      return levels;
    }
    byte[] colours = toSrgb(levels);
    byte[] converted = new byte[levels.length];
    for (int level = 0; level < levels.length; level++) {
      converted[level] = colours[3 * level + 1];
    }
    return converted;
  }

  private static WritableRaster interleaved(int count, int bands) {
    return java.awt.image.Raster.createInterleavedRaster(
        DataBuffer.TYPE_BYTE, count, 1, bands, null);
  }
}
