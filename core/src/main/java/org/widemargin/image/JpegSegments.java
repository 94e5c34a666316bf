package org.widemargin.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The parts of a JPEG file before and around its picture (ITU-T T.81, annex B). */
final class JpegSegments {
  private static final int START_OF_SCAN = 0xda;
  private static final int END = 0xd9;
  private static final byte[] EXIF = mark("Exif\0\0");
  private static final byte[] PROFILE = mark("ICC_PROFILE\0");
  private static final byte[] JFIF = mark("JFIF\0");
  private static final byte[] ADOBE = mark("Adobe");

  /** From the first, to the last, all bits (B.2.3). */
  private static final byte[] ALL_COEFFICIENTS = {0, 63, 0};

  private static final int JFIF_LENGTH = 14;
  private static final int ADOBE_LENGTH = 12;

  private final byte[] bytes;
  private final List<Segment> segments;
  private final int scans;
  private final int end;

  /**
   * One part with a length.
   *
   * @param marker what it is
   * @param start of its marker
   * @param length of its body, which comes after the four bytes of marker and length
   */
  record Segment(int marker, int start, int length) {
    int body() {
      return start + 4;
    }

    /** Whether it is written beside the picture, for programs or for people. */
    boolean isBesideThePicture() {
      return (marker >= 0xe0 && marker <= 0xef) || marker == 0xfe;
    }

    boolean isFrame() {
      return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
  }

  private JpegSegments(byte[] bytes, List<Segment> segments, int scans, int end) {
    this.bytes = bytes;
    this.segments = segments;
    this.scans = scans;
    this.end = end;
  }

  /** Walks up to the first scan. */
  static JpegSegments of(byte[] bytes) throws ImageFault {
    List<Segment> segments = new ArrayList<>();
    int position = 2;
    while (true) {
      int start = marker(bytes, position);
      int marker = bytes[start + 1] & 0xff;
      ImageFault.require(marker != END, "the image is damaged: it ends before its picture");
      if (marker == START_OF_SCAN) {
        return new JpegSegments(bytes, segments, start, endAfter(bytes, start));
      }
      if (hasNoLength(marker)) {
        position = start + 2;
        continue;
      }
      int length = start + 4 > bytes.length ? 0 : number(bytes, start + 2);
      ImageFault.require(
          length >= 2 && length <= bytes.length - start - 2,
          "the image is not whole: it is cut off before its picture");
      segments.add(new Segment(marker, start, length - 2));
      position = start + 2 + length;
    }
  }

  private static boolean hasNoLength(int marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
  }

  /** The start of the next marker; decoders skip what stands before it. */
  private static int marker(byte[] bytes, int from) throws ImageFault {
    for (int i = from; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) != 0xff && bytes[i + 1] != 0) {
        return i;
      }
    }
    throw new ImageFault("the image is not whole: it is cut off before its picture");
  }

  /** After the picture's last byte, wherever else it is: cameras append further pictures. */
  private static int endAfter(byte[] bytes, int scans) {
    for (int i = scans; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == END) {
        return i + 2;
      }
    }
    return bytes.length;
  }

  static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  /** The header of the frame. */
  Segment frame() throws ImageFault {
    List<Segment> frames = segments.stream().filter(Segment::isFrame).toList();
    ImageFault.require(
        frames.size() == 1,
        "the image is damaged: expected one frame before its picture, found " + frames.size());
    return frames.get(0);
  }

  /** What the decoder needs, in order. */
  List<Segment> needed() {
    return segments.stream().filter(segment -> !segment.isBesideThePicture()).toList();
  }

  /** The scans, from the first to where the picture ends. */
  byte[] picture() {
    return Arrays.copyOfRange(bytes, scans, end);
  }

  /**
   * The scans of a picture that is coded sequentially. Each has all coefficients, to the last bit:
   * the three bytes that choose among them only progressive coding has a use for, and some cameras
   * leave them 0.
   */
  byte[] sequentialPicture() {
    byte[] picture = picture();
    int position = 0;
    while (position + 4 <= picture.length) {
      int marker = picture[position + 1] & 0xff;
      boolean isMarker = (picture[position] & 0xff) == 0xff && marker != 0 && marker != 0xff;
      if (!isMarker || hasNoLength(marker)) {
        position += isMarker ? 2 : 1;
        continue;
      }
      int next = position + 2 + number(picture, position + 2);
      if (marker == START_OF_SCAN && next >= position + 7 && next <= picture.length) {
        System.arraycopy(ALL_COEFFICIENTS, 0, picture, next - 3, 3);
      }
      position = Math.max(next, position + 4);
    }
    return picture;
  }

  /** EXIF's TIFF structure; null where there is none. */
  byte @Nullable [] exif() {
    Segment found = first(0xe1, EXIF);
    return found == null ? null : body(found, EXIF.length);
  }

  /** Whether it says that it keeps to JFIF, in which three channels are brightness and colour. */
  boolean isJfif() {
    Segment found = first(0xe0, JFIF);
    return found != null && found.length() >= JFIF_LENGTH;
  }

  /** The header that tells colours in files of Adobe's programs; null where there is none. */
  @Nullable Segment adobe() {
    Segment found = first(0xee, ADOBE);
    return found == null || found.length() < ADOBE_LENGTH ? null : found;
  }

  /** The ICC profile, put together from its parts; null where there is none, or a part is lost. */
  byte @Nullable [] profile() throws ImageFault {
    TreeMap<Integer, Segment> parts = new TreeMap<>();
    int expected = 0;
    for (Segment segment : segments) {
      if (is(0xe2, PROFILE).test(segment) && segment.length() > PROFILE.length + 2) {
        parts.put(bytes[segment.body() + PROFILE.length] & 0xff, segment);
        expected = bytes[segment.body() + PROFILE.length + 1] & 0xff;
      }
    }
    if (parts.isEmpty()) {
      return null;
    }
    ImageFault.require(
        parts.size() == expected && parts.firstKey() == 1 && parts.lastKey() == expected,
        "its colour profile is damaged: a part of it is missing");
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    parts.values().forEach(part -> profile.writeBytes(body(part, PROFILE.length + 2)));
    return profile.toByteArray();
  }

  private @Nullable Segment first(int marker, byte[] mark) {
    return segments.stream().filter(is(marker, mark)).findFirst().orElse(null);
  }

  private Predicate<Segment> is(int marker, byte[] mark) {
    return segment ->
        segment.marker() == marker
            && segment.length() >= mark.length
            && Arrays.equals(
                bytes, segment.body(), segment.body() + mark.length, mark, 0, mark.length);
  }

  private byte[] body(Segment segment, int from) {
    return Arrays.copyOfRange(bytes, segment.body() + from, segment.body() + segment.length());
  }

  private static byte[] mark(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
