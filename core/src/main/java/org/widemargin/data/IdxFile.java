package org.widemargin.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;
import org.widemargin.error.InputException;

/** One IDX file of unsigned bytes: its dimensions and contents. */
final class IdxFile {
  static final int IMAGES = 0x803;
  static final int LABELS = 0x801;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final int[] dimensions;
  private final byte[] contents;

  private IdxFile(int[] dimensions, byte[] contents) {
    this.dimensions = dimensions;
    this.contents = contents;
  }

  int dimension(int index) {
    return dimensions[index];
  }

  /** The bytes after the header; the array itself, for one owner. */
  byte[] contents() {
    return contents;
  }

  /**
   * Reads a whole file.
   *
   * @param stream gzipped or plain bytes
   * @param where what to call it in messages
   * @param magic {@link #IMAGES} or {@link #LABELS}; its last byte is the number of dimensions
   */
  static IdxFile read(InputStream stream, String where, int magic) {
    try {
      InputStream plain = Gzip.unpackIfPacked(stream);
      int[] dimensions = readHeader(plain, where, magic);
      return new IdxFile(dimensions, readContents(plain, where, dimensions));
    } catch (ZipException | EOFException e) {
      throw new InputException(
          where
              + ": the gzipped data is damaged or cut short ("
              + e.getMessage()
              + "); get it anew",
          e);
    } catch (IOException e) {
      throw new InputException(where + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static int[] readHeader(InputStream stream, String where, int magic) throws IOException {
    int found = readInt(stream, where);
    InputException.require(
        found == magic,
        "%s: expected an IDX file of %s (magic number 0x%08x), found magic number 0x%08x",
        where,
        magic == IMAGES ? "images" : "labels",
        magic,
        found);
    int[] dimensions = new int[magic & 0xff];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = readInt(stream, where);
      InputException.require(
          dimensions[i] >= 0,
          "%s: dimension %d in the header is negative: %d",
          where,
          i,
          dimensions[i]);
    }
    return dimensions;
  }

  private static int readInt(InputStream stream, String where) throws IOException {
    byte[] bytes = stream.readNBytes(Integer.BYTES);
    InputException.require(
        bytes.length == Integer.BYTES, "%s: the file ends inside the IDX header", where);
    return ByteBuffer.wrap(bytes).getInt();
  }

  private static byte[] readContents(InputStream stream, String where, int[] dimensions)
      throws IOException {
    // In double, since the product of three hostile sizes overflows a long.
    double length = 1;
    for (int dimension : dimensions) {
      length *= dimension;
    }
    InputException.require(
        length <= LONGEST_ARRAY,
        "%s: the header claims %.0f bytes, more than one array can hold",
        where,
        length);
    // readNBytes takes memory as bytes arrive, not as the header claims.
    byte[] contents = stream.readNBytes((int) length);
    InputException.require(
        contents.length == (int) length,
        "%s: expected %.0f bytes after the header, found %d; the file is cut short, get it anew",
        where,
        length,
        contents.length);
    InputException.require(
        stream.read() < 0, "%s: bytes follow after the %.0f that the header claims", where, length);
    return contents;
  }
}
