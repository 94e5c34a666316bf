package org.widemargin.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.widemargin.error.InputException;
import org.widemargin.file.Sha256;

/**
 * A PNG or JPEG file, told by its content, whose headers were read: what it holds is known, and can
 * be decoded.
 *
 * <p>All that these formats have is decoded to 8 bits a channel of greyscale or sRGB: few bits and
 * 16, palettes, interlaced and progressive files, CMYK. An embedded colour profile is applied, and
 * the picture is turned as EXIF says, so that the pixels are those that one sees. Pictures of more
 * than {@value #LARGE} pixels that will be reduced anyway are decoded at a half, a third and so on
 * of their sides.
 */
public final class EncodedImage {
  /** The most pixels of a picture. */
  public static final long MOST_PIXELS = 128_000_000;

  /** The most bytes of a file. */
  private static final long MOST_BYTES = 512L << 20;

  private static final int LARGE = 25_000_000;

  /** Of those that an averaging reduction needs along each side for one pixel that it makes. */
  private static final int ENOUGH = 4;

  private final String where;
  private final byte[] bytes;
  private final Encoded encoded;

  private EncodedImage(String where, byte[] bytes, Encoded encoded) {
    this.where = where;
    this.bytes = bytes;
    this.encoded = encoded;
  }

  /**
   * Reads a file and the headers in it.
   *
   * @param file the image
   * @return the picture, not yet decoded
   * @throws InputException if the file is missing, empty or no PNG or JPEG, is cut off or damaged
   *     where that can be told without decoding, or its picture is too large
   */
  public static EncodedImage read(Path file) {
    try {
      return of(contents(file), file.toString());
    } catch (ImageFault e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the headers in the bytes of a file.
   *
   * @param bytes the whole file; not copied, so not to be changed afterwards
   * @param where what to call it in messages
   * @return the picture, not yet decoded
   * @throws InputException as from {@link #read}
   */
  public static EncodedImage of(byte[] bytes, String where) {
    try {
      ImageFault.require(bytes.length > 0, "expected a PNG or JPEG image, found nothing");
      EncodedImage image = new EncodedImage(where, bytes, encoded(bytes));
      image.requireSize();
      return image;
    } catch (ImageFault e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    }
  }

  private static byte[] contents(Path file) throws ImageFault {
    try {
      long size = Files.size(file);
      ImageFault.require(
          Files.isRegularFile(file), "expected a PNG or JPEG image, found no ordinary file");
      ImageFault.require(size > 0, "expected a PNG or JPEG image, found an empty file");
      ImageFault.require(
          size <= MOST_BYTES,
          String.format(
              Locale.ROOT,
              "expected an image of at most %d MB, found a file of %d MB",
              MOST_BYTES >> 20,
              size >> 20));
      return Files.readAllBytes(file);
    } catch (ImageFault e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new ImageFault("expected a PNG or JPEG image, found no such file");
    } catch (IOException e) {
      throw new ImageFault("expected a PNG or JPEG image, it cannot be read: " + e);
    }
  }

  private static Encoded encoded(byte[] bytes) throws ImageFault {
    FileKind kind = FileKind.of(bytes);
    ImageFault.require(
        kind.isReadable(), "expected a PNG or JPEG image, found " + kind.description());
    return kind == FileKind.PNG ? PngFile.of(bytes) : JpegFile.of(bytes);
  }

  private void requireSize() throws ImageFault {
    ImageFault.require(
        (long) encoded.width() * encoded.height() <= MOST_PIXELS
            && Math.max(encoded.width(), encoded.height()) <= ImagePreparation.LONGEST_SIDE,
        String.format(
            Locale.ROOT,
            "expected an image of at most %d pixels, and %d a side, found %dx%d; make it smaller first",
            MOST_PIXELS,
            ImagePreparation.LONGEST_SIDE,
            encoded.width(),
            encoded.height()));
  }

  /**
   * Tells whether a file begins like a PNG or JPEG image.
   *
   * @param file any file
   * @return false also where it cannot be read
   */
  public static boolean isOne(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return FileKind.of(stream.readNBytes(FileKind.LONGEST_MARK)).isReadable();
    } catch (IOException e) {
      return false;
    }
  }

  /** {@return rows of pixels, as one looks at the picture} */
  public int height() {
    return encoded.orientation().swapsSides() ? encoded.width() : encoded.height();
  }

  /** {@return columns of pixels, as one looks at the picture} */
  public int width() {
    return encoded.orientation().swapsSides() ? encoded.height() : encoded.width();
  }

  /** {@return 1 for greyscale, 3 for colours} */
  public int channels() {
    return encoded.isGrey() ? 1 : 3;
  }

  /** {@return the SHA-256 of the file, in lower-case hexadecimal} */
  public String sha256() {
    return Sha256.of(bytes);
  }

  /**
   * Decodes and prepares the picture. Waits where many others are being decoded and memory is
   * short.
   *
   * @param preparation what to bring it to
   * @param remarks is told, in words that follow the file's name, what was wrong with the file and
   *     did not keep it from being read
   * @return unsigned bytes {@code [C, H, W]} of the prepared size
   * @throws InputException if the file is damaged, cut off, or transparent and no background was
   *     chosen
   */
  public byte[] prepared(ImagePreparation preparation, Consumer<String> remarks) {
    return decoded(every(height(), width(), preparation), preparation, remarks, preparation::of);
  }

  /**
   * Decodes the picture and prepares a part of it, which is stretched to the prepared size.
   *
   * @param box the part, in pixels of the picture as one looks at it
   * @param preparation the size and the channels
   * @param remarks as for {@link #prepared}
   * @return unsigned bytes {@code [C, H, W]} of the prepared size
   * @throws InputException as from {@link #prepared}
   */
  public byte[] prepared(ImageBox box, ImagePreparation preparation, Consumer<String> remarks) {
    int every = every(box.height(), box.width(), preparation);
    return decoded(
        every,
        preparation,
        remarks,
        raster -> preparation.ofPart(raster, box.ofEvery(every, raster.height(), raster.width())));
  }

  private byte[] decoded(
      int every,
      ImagePreparation preparation,
      Consumer<String> remarks,
      Function<Raster, byte[]> then) {
    DecodingMemory memory = DecodingMemory.take(bytesFor(every));
    try {
      return then.apply(encoded.decode(every, preparation.background(), remarks));
    } catch (ImageFault e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException(
          where + ": the image is damaged and cannot be decoded (" + e.getMessage() + ")", e);
    } finally {
      memory.giveBack();
    }
  }

  /** Which pixels along each side are needed: the fewest that are not many, or still enough. */
  private int every(int height, int width, ImagePreparation preparation) {
    int spare =
        Math.min(height / (ENOUGH * preparation.height()), width / (ENOUGH * preparation.width()));
    int every = 1;
    while (every < spare && pixels(every) > LARGE) {
      every++;
    }
    return every;
  }

  private long pixels(int every) {
    return ((encoded.width() + every - 1L) / every) * ((encoded.height() + every - 1L) / every);
  }

  private long bytesFor(int every) {
    Encoded.Cost cost = encoded.cost();
    return 2L * bytes.length + cost.kept() * pixels(every) + cost.stored() * pixels(1);
  }
}
