package org.widemargin.image;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Files of all kinds, made by Java's writers and by hand. */
final class ImageBytes {
  private static final String JPEG_METADATA = "javax_imageio_jpeg_image_1.0";

  private ImageBytes() {}

  /** One colour all over. */
  static BufferedImage flat(int width, int height, int packed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, packed);
    }
    return image;
  }

  static byte[] png(RenderedImage image, boolean interlaced) throws IOException {
    return written("png", new IIOImage(image, null, null), interlaced);
  }

  static byte[] jpeg(RenderedImage image, boolean progressive) throws IOException {
    return written("jpeg", new IIOImage(image, null, null), progressive);
  }

  /** Without the reduction of colours that Java's writer makes by default. */
  static byte[] jpegOfFullColours(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            new ImageTypeSpecifier(image), writer.getDefaultWriteParam());
    Element root = (Element) metadata.getAsTree(JPEG_METADATA);
    NodeList components = root.getElementsByTagName("componentSpec");
    for (int i = 0; i < components.getLength(); i++) {
      ((Element) components.item(i)).setAttribute("HsamplingFactor", "1");
      ((Element) components.item(i)).setAttribute("VsamplingFactor", "1");
    }
    metadata.setFromTree(JPEG_METADATA, root);
    writer.dispose();
    return written("jpeg", new IIOImage(image, null, metadata), false);
  }

  /** Four channels without a header that tells colours: each pixel has the given numbers. */
  static byte[] jpegOfFour(int width, int height, int... numbers) throws IOException {
    WritableRaster raster =
        java.awt.image.Raster.createInterleavedRaster(
            java.awt.image.DataBuffer.TYPE_BYTE, width, height, 4, null);
    for (int i = 0; i < width * height; i++) {
      raster.setPixel(i % width, i / width, numbers);
    }
    return written("jpeg", new IIOImage(raster, null, null), false);
  }

  private static byte[] written(String format, IIOImage image, boolean progressive)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(1);
      }
      parameters.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.write(null, image, parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A JPEG file with one more segment in front. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] body) {
    ByteBuffer buffer = ByteBuffer.allocate(jpeg.length + body.length + 4);
    buffer.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker);
    buffer.putShort((short) (body.length + 2)).put(body);
    return buffer.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** Where a JPEG file has a marker, which is not within another's segment. */
  static int marker(byte[] jpeg, int marker) {
    for (int i = 2; i + 3 < jpeg.length; i += 2 + JpegSegments.number(jpeg, i + 2)) {
      if ((jpeg[i + 1] & 0xff) == marker) {
        return i;
      }
    }
    throw new AssertionError("no marker " + marker);
  }

  /** A JPEG file without its first segment, which Java's writer makes its header. */
  static byte[] withoutHeader(byte[] jpeg) {
    int length = (jpeg[4] & 0xff) << 8 | (jpeg[5] & 0xff);
    return joined(Arrays.copyOf(jpeg, 2), Arrays.copyOfRange(jpeg, 4 + length, jpeg.length));
  }

  static byte[] adobe(int transform) {
    return joined(ascii("Adobe"), new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
  }

  static byte[] profileSegment(byte[] profile, int part, int parts) {
    return joined(ascii("ICC_PROFILE\0"), joined(new byte[] {(byte) part, (byte) parts}, profile));
  }

  /** EXIF's TIFF structure with an orientation after another entry. */
  static byte[] exif(int orientation, boolean bigEndian) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + 2 + 24 + 4);
    buffer.put(ascii(bigEndian ? "MM" : "II"));
    buffer.order(bigEndian ? java.nio.ByteOrder.BIG_ENDIAN : java.nio.ByteOrder.LITTLE_ENDIAN);
    buffer.putShort((short) 42).putInt(8).putShort((short) 2);
    buffer.putShort((short) 0x010e).putShort((short) 2).putInt(2).putInt(0);
    buffer.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    buffer.putShort((short) orientation).putShort((short) 0).putInt(0);
    return buffer.array();
  }

  /** A PNG file with one more chunk after its header. */
  static byte[] withChunk(byte[] png, String name, byte[] body) {
    return joined(
        joined(Arrays.copyOf(png, 33), chunk(name, body)), Arrays.copyOfRange(png, 33, png.length));
  }

  /** A PNG file of a header, data and an end. */
  static byte[] pngOf(int width, int height, int bits, int colourType, byte[] data) {
    byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) bits).put((byte) colourType);
    byte[] head = joined(signature, chunk("IHDR", header.array()));
    return joined(joined(head, chunk("IDAT", data)), chunk("IEND", new byte[0]));
  }

  static byte[] chunk(String name, byte[] body) {
    byte[] content = joined(ascii(name), body);
    CRC32 sum = new CRC32();
    sum.update(content);
    ByteBuffer buffer = ByteBuffer.allocate(content.length + 8).putInt(body.length);
    return buffer.put(content).putInt((int) sum.getValue()).array();
  }

  static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] packed = new byte[bytes.length + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    return Arrays.copyOf(packed, length);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
