package org.widemargin.data;

/** The values of pixels: bytes as they are kept, and numbers in [0,1] as networks take them. */
final class PixelValues {
  private static final float[] SCALED = scaled();

  private PixelValues() {}

  /** value / 255f for each value: a look-up is exact and cheaper than the division. */
  private static float[] scaled() {
    float[] table = new float[256];
    for (int value = 0; value < table.length; value++) {
      table[value] = value / 255f;
    }
    return table;
  }

  /** Writes bytes as pixels in [0,1]. */
  static void scale(byte[] pixels, int start, float[] target, int offset, int count) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = SCALED[pixels[start + i] & 0xff];
    }
  }

  /**
   * The other way: pixels in [0,1] as the nearest bytes, which are the very ones they came from.
   */
  static byte[] bytes(float[] pixels, int offset, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) Math.round(255 * pixels[offset + i]);
    }
    return bytes;
  }
}
