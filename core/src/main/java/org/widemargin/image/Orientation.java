package org.widemargin.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, as EXIF writes it down: the eight ways in which the stored picture has to
 * be turned or mirrored before it is looked at (Exif 2.32, section 4.6.4, tag 0x0112). In their
 * order from 1 on.
 */
enum Orientation {
  UPRIGHT,
  MIRRORED,
  UPSIDE_DOWN,
  FLIPPED,
  TRANSPOSED,
  TURNED_RIGHT,
  TRANSVERSED,
  TURNED_LEFT;

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  /** Whether height and width change places. */
  boolean swapsSides() {
    return switch (this) {
      case UPRIGHT, MIRRORED, UPSIDE_DOWN, FLIPPED -> false;
      case TRANSPOSED, TURNED_RIGHT, TRANSVERSED, TURNED_LEFT -> true;
    };
  }

  /** Where a pixel of a stored picture is looked at: its place in a plane. */
  int place(int x, int y, int width, int height) {
    return switch (this) {
      case UPRIGHT -> y * width + x;
      case MIRRORED -> y * width + width - 1 - x;
      case UPSIDE_DOWN -> (height - 1 - y) * width + width - 1 - x;
      case FLIPPED -> (height - 1 - y) * width + x;
      case TRANSPOSED -> x * height + y;
      case TURNED_RIGHT -> x * height + height - 1 - y;
      case TRANSVERSED -> (width - 1 - x) * height + height - 1 - y;
      case TURNED_LEFT -> (width - 1 - x) * height + y;
    };
  }

  /**
   * Reads the first directory of EXIF's TIFF structure.
   *
   * @param tiff from its byte order mark on
   * @return upright where nothing, or nothing that makes sense, is written down: other programs
   *     leave such pictures as they are, too
   */
  static Orientation of(byte[] tiff) {
    ByteBuffer buffer = ByteBuffer.wrap(tiff);
    if (tiff.length < 8 || !readsByteOrder(buffer) || buffer.getShort(2) != 42) {
      return UPRIGHT;
    }
    int directory = buffer.getInt(4);
    if (directory < 8 || directory > tiff.length - 2) {
      return UPRIGHT;
    }
    int entries = Short.toUnsignedInt(buffer.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_BYTES;
      if (entry > tiff.length - ENTRY_BYTES) {
        return UPRIGHT;
      }
      if (Short.toUnsignedInt(buffer.getShort(entry)) == TAG) {
        return buffer.getShort(entry + 2) == SHORT ? number(buffer.getShort(entry + 8)) : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  private static boolean readsByteOrder(ByteBuffer buffer) {
    short mark = buffer.getShort(0);
    buffer.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    return mark == 0x4949 || mark == 0x4d4d;
  }

  private static Orientation number(int written) {
    return written >= 1 && written <= values().length ? values()[written - 1] : UPRIGHT;
  }
}
