package org.widemargin.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Java's own decoder of one format, which says what it found damaged. */
final class JavaReader {
  /**
   * Bytes after the last part of a JPEG's picture that belong to none: many cameras and programs
   * leave some, and the picture is whole. Where bytes are left over before another marker, the
   * decoder may have lost its place; and of all that it found wrong it tells the first alone.
   */
  private static final String HARMLESS = "extraneous bytes before marker 0xd9";

  private JavaReader() {}

  /** Takes what is wanted from a reader whose input is set. */
  @FunctionalInterface
  interface Action<T> {
    T of(ImageReader reader, ImageReadParam parameters) throws IOException;
  }

  static BufferedImage image(String format, byte[] bytes, int every) throws IOException {
    return read(format, bytes, every, (reader, parameters) -> reader.read(0, parameters));
  }

  /** The channels themselves, where Java knows no colours for them. */
  static java.awt.image.Raster samples(String format, byte[] bytes, int every) throws IOException {
    return read(format, bytes, every, (reader, parameters) -> reader.readRaster(0, parameters));
  }

  /** Not one of those that libraries on the class path add: pixels are the same everywhere. */
  private static ImageReader reader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if ("java.desktop".equals(reader.getClass().getModule().getName())) {
        return reader;
      }
    }
    throw new IllegalStateException("every Java platform reads " + format);
  }

  private static <T> T read(String format, byte[] bytes, int every, Action<T> action)
      throws IOException {
    ImageReader reader = reader(format);
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(stream, true, true);
      ImageReadParam parameters = reader.getDefaultReadParam();
      // The middle one of those that are left out with it.
      parameters.setSourceSubsampling(every, every, (every - 1) / 2, (every - 1) / 2);
      T read = action.of(reader, parameters);
      for (String warning : warnings) {
        ImageFault.require(
            warning.contains(HARMLESS),
            "the image is damaged or not whole (" + warning.strip() + ")");
      }
      return read;
    } catch (RuntimeException e) {
      // Damaged files make the decoders throw all kinds of unchecked exceptions.
      throw new IOException(e.toString(), e);
    } finally {
      reader.dispose();
    }
  }
}
