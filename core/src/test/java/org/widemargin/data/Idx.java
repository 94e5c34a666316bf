package org.widemargin.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests. */
final class Idx {
  private Idx() {}

  static byte[] file(int magic, int[] dimensions, byte[] contents) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + contents.length);
    buffer.putInt(magic);
    for (int dimension : dimensions) {
      buffer.putInt(dimension);
    }
    return buffer.put(contents).array();
  }

  /** Images of 2 x 3 pixels whose bytes count up. */
  static byte[] images(int count) {
    byte[] pixels = new byte[count * 6];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return file(0x803, new int[] {count, 2, 3}, pixels);
  }

  static byte[] labels(int... labels) {
    byte[] contents = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      contents[i] = (byte) labels[i];
    }
    return file(0x801, new int[] {labels.length}, contents);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }
}
