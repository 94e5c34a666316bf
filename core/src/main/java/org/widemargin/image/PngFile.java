package org.widemargin.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** A PNG file, of any of its kinds (W3C, Portable Network Graphics, third edition). */
final class PngFile implements Encoded {
  private static final String FORMAT = "png";
  private static final int SIGNATURE_BYTES = 8;

  /** What a chunk has beside its body: length, name, check sum. */
  private static final int CHUNK_BYTES = 12;

  /** No byte of deflate stands for more than this many. */
  private static final int MOST_EXPANSION = 1032;

  /** Profiles of printers take up to two megabytes. */
  private static final int LARGEST_PROFILE = 8 << 20;

  private final byte[] bytes;
  private final Header header;
  private final @Nullable Chunk profile;
  private final @Nullable Chunk exif;
  private final @Nullable Chunk transparency;

  /**
   * One part of the file.
   *
   * @param name of four letters
   * @param body where its content begins
   * @param length of its content
   */
  private record Chunk(String name, int body, int length) {}

  /**
   * What the first chunk says.
   *
   * @param colourType 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha
   */
  private record Header(int width, int height, int bits, int colourType) {
    int channels() {
      return switch (colourType) {
        case 0, 3 -> 1;
        case 4 -> 2;
        case 2 -> 3;
        default -> 4;
      };
    }

    /** Bytes of all rows, each with its filter's number. */
    long rawBytes() {
      return height * (1 + ((long) width * bits * channels() + 7) / 8);
    }
  }

  private PngFile(
      byte[] bytes,
      Header header,
      @Nullable Chunk profile,
      @Nullable Chunk exif,
      @Nullable Chunk transparency) {
    this.bytes = bytes;
    this.header = header;
    this.profile = profile;
    this.exif = exif;
    this.transparency = transparency;
  }

  /** Walks over all chunks, and checks the sum of each. */
  static PngFile of(byte[] bytes) throws ImageFault {
    Chunk first = chunk(bytes, SIGNATURE_BYTES);
    ImageFault.require(
        first.name().equals("IHDR") && first.length() == 13,
        "the image is damaged: expected its header first");
    Header header = header(ByteBuffer.wrap(bytes), first.body());
    Chunk profile = null;
    Chunk exif = null;
    Chunk transparency = null;
    long data = 0;
    Chunk chunk = first;
    while (!chunk.name().equals("IEND")) {
      chunk = chunk(bytes, chunk.body() + chunk.length() + 4);
      switch (chunk.name()) {
        case "iCCP" -> profile = chunk;
        case "eXIf" -> exif = chunk;
        case "tRNS" -> transparency = chunk;
        case "IDAT" -> data += chunk.length();
        default -> {}
      }
    }
    ImageFault.require(
        data * MOST_EXPANSION >= header.rawBytes(),
        "the image is damaged: it holds less than its header says");
    return new PngFile(bytes, header, profile, exif, transparency);
  }

  private static Chunk chunk(byte[] bytes, int start) throws ImageFault {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int room = bytes.length - start - CHUNK_BYTES;
    int length = room < 0 ? -1 : buffer.getInt(start);
    ImageFault.require(length >= 0 && length <= room, "the image is not whole: it is cut off");
    CRC32 sum = new CRC32();
    sum.update(bytes, start + 4, length + 4);
    ImageFault.require(
        (int) sum.getValue() == buffer.getInt(start + 8 + length),
        "the image is damaged: a check sum in it does not fit");
    String name = new String(bytes, start + 4, 4, StandardCharsets.ISO_8859_1);
    return new Chunk(name, start + 8, length);
  }

  private static Header header(ByteBuffer buffer, int at) throws ImageFault {
    Header header =
        new Header(
            buffer.getInt(at),
            buffer.getInt(at + 4),
            buffer.get(at + 8) & 0xff,
            buffer.get(at + 9) & 0xff);
    ImageFault.require(
        header.width() > 0 && header.height() > 0,
        "the image is damaged: its width or height is 0");
    return header;
  }

  @Override
  public int width() {
    return header.width();
  }

  @Override
  public int height() {
    return header.height();
  }

  @Override
  public boolean isGrey() {
    return header.colourType() == 0 || header.colourType() == 4;
  }

  @Override
  public Orientation orientation() {
    Chunk chunk = exif;
    return chunk == null
        ? Orientation.UPRIGHT
        : Orientation.of(Arrays.copyOfRange(bytes, chunk.body(), chunk.body() + chunk.length()));
  }

  @Override
  public Cost cost() {
    // Grey with transparency may come onto a colour.
    int made = header.colourType() == 0 && transparency == null ? 1 : 3;
    return new Cost(header.channels() * Math.max(1, header.bits() / 8) + made, 0);
  }

  @Override
  public Raster decode(int every, @Nullable Colour background, Consumer<String> remarks)
      throws IOException {
    ColourProfile colours = ColourProfile.orSrgb(this::profile, remarks);
    BufferedImage image = JavaReader.image(FORMAT, bytes, every);
    hideLevel(image);
    return isGrey()
        ? Pixels.grey(image, colours, orientation(), background)
        : Pixels.colour(image, colours, orientation(), background);
  }

  /**
   * One level of grey may stand for nothing. Java's reader looks for it among levels of few bits
   * after it has scaled these, and takes another one, or none, for transparent.
   */
  private void hideLevel(BufferedImage image) {
    Chunk chunk = transparency;
    WritableRaster raster = image.getRaster();
    if (chunk == null
        || chunk.length() < 2
        || header.colourType() != 0
        || header.bits() >= 8
        || raster.getNumBands() != 2) {
      return;
    }
    int largest = (1 << header.bits()) - 1;
    int hidden = (bytes[chunk.body() + 1] & largest) * 255 / largest;
    int[] levels = new int[raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, levels.length, 1, 0, levels);
      for (int x = 0; x < levels.length; x++) {
        raster.setSample(x, y, 1, levels[x] == hidden ? 0 : 255);
      }
    }
  }

  /** The profile: its name up to a zero, the kind of compression, and itself, compressed. */
  private ColourProfile profile() throws ImageFault {
    Chunk chunk = profile;
    if (chunk == null) {
      return ColourProfile.SRGB;
    }
    int at = chunk.body();
    int end = chunk.body() + chunk.length();
    while (at < end && bytes[at] != 0) {
      at++;
    }
    ImageFault.require(at + 2 < end, "its colour profile is damaged: it is empty");
    return ColourProfile.of(inflated(at + 2, end), isGrey() ? 1 : 3);
  }

  private byte[] inflated(int from, int end) throws ImageFault {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, from, end - from);
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      int count;
      while ((count = inflater.inflate(buffer)) > 0 && whole.size() <= LARGEST_PROFILE) {
        whole.write(buffer, 0, count);
      }
      ImageFault.require(inflater.finished(), "its colour profile is damaged: it is not whole");
      return whole.toByteArray();
    } catch (DataFormatException e) {
      throw new ImageFault("its colour profile is damaged (" + e.getMessage() + ")");
    } finally {
      inflater.end();
    }
  }
}
