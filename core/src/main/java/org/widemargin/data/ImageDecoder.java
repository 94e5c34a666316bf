package org.widemargin.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.widemargin.InputException;

/** Decodes PNG and JPEG files, told by their content, to greyscale or RGB bytes. */
final class ImageDecoder {
  private static final Set<String> FORMATS = Set.of("png", "jpeg");
  private static final long MOST_PIXELS = 100_000_000;

  private ImageDecoder() {}

  static Raster decode(Path file) {
    byte[] bytes = contents(file);
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      return decode(stream, file);
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Damaged files make the decoders throw all kinds of unchecked exceptions.
      throw new InputException(
          file + ": the image is damaged and cannot be decoded (" + e + ")", e);
    }
  }

  private static byte[] contents(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": expected a PNG or JPEG image, found no such file", e);
    } catch (IOException e) {
      throw new InputException(file + ": expected a PNG or JPEG image, it cannot be read: " + e, e);
    }
  }

  private static Raster decode(ImageInputStream stream, Path file) throws IOException {
    ImageReader reader = reader(stream, file);
    try {
      reader.setInput(stream, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      InputException.require(
          pixels <= MOST_PIXELS,
          "%s: expected an image of at most %d pixels, found %dx%d",
          file,
          MOST_PIXELS,
          reader.getWidth(0),
          reader.getHeight(0));
      return raster(reader.read(0), file);
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(ImageInputStream stream, Path file) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new InputException(file + ": expected a PNG or JPEG image, found another format");
  }

  private static Raster raster(BufferedImage image, Path file) {
    requireOpaque(image, file);
    return isGrey(image.getColorModel()) ? grey(image) : colour(image);
  }

  private static void requireOpaque(BufferedImage image, Path file) {
    if (!image.getColorModel().hasAlpha()) {
      return;
    }
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int pixel : row) {
        InputException.require(
            pixel >>> 24 == 0xff,
            "%s: expected an opaque image, found transparent pixels; put it on a background first",
            file);
      }
    }
  }

  private static boolean isGrey(ColorModel model) {
    return !(model instanceof IndexColorModel)
        && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /**
   * Reads the samples themselves: getRGB would take Java's grey for linear light and brighten it.
   */
  private static Raster grey(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] samples = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
    int largest = (1 << image.getColorModel().getComponentSize(0)) - 1;
    byte[] pixels = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      pixels[i] = (byte) Math.round(samples[i] * 255.0 / largest);
    }
    return new Raster(new SampleShape.Image(1, height, width), pixels);
  }

  private static Raster colour(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] packed = image.getRGB(0, 0, width, height, null, 0, width);
    byte[] pixels = new byte[3 * packed.length];
    for (int i = 0; i < packed.length; i++) {
      pixels[i] = (byte) (packed[i] >> 16);
      pixels[packed.length + i] = (byte) (packed[i] >> 8);
      pixels[2 * packed.length + i] = (byte) packed[i];
    }
    return new Raster(new SampleShape.Image(3, height, width), pixels);
  }
}
