package org.widemargin.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.widemargin.image.JpegSegments.Segment;

/**
 * A JPEG file: baseline or progressive, with one channel (grey), three (RGB, most often as
 * luminance and colour differences) or four (CMYK, as printers want it).
 *
 * <p>Java's decoder gets the picture alone. Its own use of what is written beside it is incomplete:
 * it guesses colours differently from everybody else where no header tells them, and stumbles over
 * damaged profiles and thumbnails.
 */
final class JpegFile implements Encoded {
  private static final String FORMAT = "jpeg";

  /** The smallest header that says: luminance and colour differences. */
  private static final byte[] JFIF = {
    (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  private final byte[] bytes;
  private final JpegSegments segments;
  private final Frame frame;

  /**
   * What a frame's header says (ITU-T T.81, B.2.2).
   *
   * @param process the kind of coding: 0xc0 and 0xc1 sequential, 0xc2 progressive
   * @param bits of one channel of a pixel
   * @param componentNames one byte for each channel
   */
  private record Frame(int process, int bits, int height, int width, List<Byte> componentNames) {}

  private JpegFile(byte[] bytes, JpegSegments segments, Frame frame) {
    this.bytes = bytes;
    this.segments = segments;
    this.frame = frame;
  }

  static JpegFile of(byte[] bytes) throws ImageFault {
    JpegSegments segments = JpegSegments.of(bytes);
    Frame frame = frame(bytes, segments.frame());
    ImageFault.require(
        frame.process() <= 0xc2,
        "its JPEG coding (lossless or arithmetic) is not supported; convert it to PNG first");
    ImageFault.require(
        frame.bits() == 8,
        String.format(
            Locale.ROOT,
            "its %d bits for each channel of a JPEG are not supported; convert it to PNG first",
            frame.bits()));
    int channels = frame.componentNames().size();
    ImageFault.require(
        channels == 1 || channels == 3 || channels == 4,
        "expected 1 (grey), 3 (RGB) or 4 (CMYK) channels, found " + channels);
    ImageFault.require(
        frame.width() > 0 && frame.height() > 0, "the image is damaged: its width or height is 0");
    JpegFile file = new JpegFile(bytes, segments, frame);
    ImageFault.require(file.mayBeWhole(), "the image is not whole: it is cut off");
    return file;
  }

  private static Frame frame(byte[] bytes, Segment segment) throws ImageFault {
    int at = segment.body();
    int channels = segment.length() < 6 ? 0 : bytes[at + 5] & 0xff;
    ImageFault.require(
        channels > 0 && segment.length() == 6 + 3 * channels,
        "the image is damaged: the header of its frame is not whole");
    Byte[] names = new Byte[channels];
    for (int i = 0; i < channels; i++) {
      names[i] = bytes[at + 6 + 3 * i];
    }
    return new Frame(
        segment.marker(),
        bytes[at] & 0xff,
        JpegSegments.number(bytes, at + 1),
        JpegSegments.number(bytes, at + 3),
        List.of(names));
  }

  /**
   * A block of 8x8 pixels that is coded sequentially takes two bits or more: memory is not asked
   * for on the word of a header that has no picture behind it.
   */
  private boolean mayBeWhole() {
    long blocks = ((frame.width() + 7L) / 8) * ((frame.height() + 7L) / 8);
    return isProgressive() || blocks <= 4L * bytes.length;
  }

  @Override
  public int width() {
    return frame.width();
  }

  @Override
  public int height() {
    return frame.height();
  }

  private boolean isProgressive() {
    return frame.process() == 0xc2;
  }

  private int channels() {
    return frame.componentNames().size();
  }

  @Override
  public boolean isGrey() {
    return channels() == 1;
  }

  @Override
  public Orientation orientation() {
    byte[] exif = segments.exif();
    return exif == null ? Orientation.UPRIGHT : Orientation.of(exif);
  }

  /** Progressive files are held as coefficients, of two bytes each, until the last scan. */
  @Override
  public Cost cost() {
    int channels = channels();
    int color = channels == 1 ? 1 : 3;
    return new Cost(channels + color, isProgressive() ? 2 * channels : 0);
  }

  @Override
  public Raster decode(int every, @Nullable Colour background, Consumer<String> remarks)
      throws IOException {
    ColourProfile profile = ColourProfile.orSrgb(this::profile, remarks);
    return channels() == 4 ? fromInks(every, profile) : fromLight(every, profile);
  }

  private ColourProfile profile() throws ImageFault {
    byte[] embedded = segments.profile();
    return embedded == null ? ColourProfile.SRGB : ColourProfile.of(embedded, channels());
  }

  private Raster fromLight(int every, ColourProfile profile) throws IOException {
    BufferedImage image = JavaReader.image(FORMAT, pictureAlone(), every);
    return isGrey()
        ? Pixels.grey(image, profile, orientation(), null)
        : Pixels.colour(image, profile, orientation(), null);
  }

  private Raster fromInks(int every, ColourProfile profile) throws IOException {
    Segment adobe = segments.adobe();
    java.awt.image.Raster samples = JavaReader.samples(FORMAT, pictureAlone(), every);
    Inks inks = new Inks(adobe != null, adobe != null && adobeTransform(adobe) == 2, profile);
    Planes planes = new Planes(3, samples.getWidth(), samples.getHeight(), orientation());
    int[] row = new int[4 * samples.getWidth()];
    for (int y = 0; y < samples.getHeight(); y++) {
      samples.getPixels(samples.getMinX(), samples.getMinY() + y, samples.getWidth(), 1, row);
      planes.row(y, inks.toSrgb(row));
    }
    return planes.raster();
  }

  private int adobeTransform(Segment adobe) {
    return bytes[adobe.body() + 11] & 0xff;
  }

  /** The file without what is written beside the picture, with the one header that Java needs. */
  private byte[] pictureAlone() {
    ByteArrayOutputStream picture = new ByteArrayOutputStream(bytes.length);
    picture.write(0xff);
    picture.write(0xd8);
    @Nullable Segment adobe = segments.adobe();
    if (segments.isJfif() && channels() != 4) {
      // Where a file says both, readers go by this: what else it says is of another program.
      picture.writeBytes(JFIF);
    } else if (adobe != null) {
      write(picture, adobe);
    } else if (!namesColours()) {
      picture.writeBytes(JFIF);
    }
    segments.needed().forEach(segment -> write(picture, segment));
    picture.writeBytes(isProgressive() ? segments.picture() : segments.sequentialPicture());
    return picture.toByteArray();
  }

  private void write(ByteArrayOutputStream picture, Segment segment) {
    picture.write(bytes, segment.start(), segment.length() + 4);
  }

  /** Whether the channels are called R, G and B: nothing is to be converted then. */
  private boolean namesColours() {
    return frame.componentNames().equals(List.of((byte) 'R', (byte) 'G', (byte) 'B'))
        || channels() == 4;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "JPEG %dx%d, %d channels", frame.width(), frame.height(), channels());
  }
}
