package org.widemargin.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a file is, told by its first bytes and never by its ending. */
enum FileKind {
  JPEG("a JPEG image", 0, "\u00ff\u00d8\u00ff"),
  PNG("a PNG image", 0, "\u0089PNG\r\n\32\n"),
  GIF("a GIF image", 0, "GIF8"),
  BMP("a BMP image", 0, "BM"),
  WEBP("a WebP image", 8, "WEBP"),
  TIFF("a TIFF image", 0, "II*\0"),
  BIG_ENDIAN_TIFF("a TIFF image", 0, "MM\0*"),
  HEIF("a HEIF image (HEIC, AVIF)", 4, "ftypheic"),
  HEIF_SEQUENCE("a HEIF image (HEIC, AVIF)", 4, "ftypheix"),
  HEIF_MULTI("a HEIF image (HEIC, AVIF)", 4, "ftypmif1"),
  AVIF("a HEIF image (HEIC, AVIF)", 4, "ftypavif"),
  JPEG_XL("a JPEG XL image", 0, "\u00ff\n"),
  JPEG_XL_BOX("a JPEG XL image", 0, "\0\0\0\fJXL "),
  JPEG_2000("a JPEG 2000 image", 0, "\0\0\0\fjP  "),
  ICO("a Windows icon", 0, "\0\0\1\0"),
  PSD("a Photoshop file", 0, "8BPS"),
  PDF("a PDF file", 0, "%PDF"),
  SVG("an SVG drawing", 0, "<svg"),
  ZIP("a ZIP archive", 0, "PK\3\4"),
  UNKNOWN("another format", 0, "");

  /** How many bytes tell. */
  static final int LONGEST_MARK = 16;

  private static final List<FileKind> PICTURES = List.of(JPEG, PNG);

  /** Formats of pictures that any image editor opens. */
  private static final List<FileKind> CONVERTIBLE = List.of(values()).subList(2, 16);

  private final String description;
  private final int position;
  private final String mark;

  FileKind(String description, int position, String mark) {
    this.description = description;
    this.position = position;
    this.mark = mark;
  }

  static FileKind of(byte[] bytes) {
    return Arrays.stream(values())
        .filter(kind -> kind.matches(bytes))
        .findFirst()
        .orElseThrow(AssertionError::new);
  }

  private boolean matches(byte[] bytes) {
    int length = Math.max(0, Math.min(mark.length(), bytes.length - position));
    return new String(bytes, Math.min(position, bytes.length), length, StandardCharsets.ISO_8859_1)
        .equals(mark);
  }

  boolean isReadable() {
    return PICTURES.contains(this);
  }

  /** As in "found ..."; with what to do about it, where something can be done. */
  String description() {
    return CONVERTIBLE.contains(this)
        ? description + "; convert it to PNG or JPEG first, with an image editor"
        : description;
  }
}
