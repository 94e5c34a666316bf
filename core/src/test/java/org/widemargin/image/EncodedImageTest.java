package org.widemargin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.error.InputException;

/** Each kind of file is decoded to the colours that were put in, or refused with a word. */
class EncodedImageTest {
  @TempDir Path folder;

  private final List<String> remarks = new ArrayList<>();

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("image"), bytes);
  }

  /** All pixels of a file, as many channels as it has. */
  private byte[] pixels(byte[] bytes) throws IOException {
    EncodedImage image = EncodedImage.read(file(bytes));
    return image.prepared(
        new ImagePreparation(image.channels(), image.height(), image.width(), ImageFit.CROP),
        remarks::add);
  }

  /** The channels of the pixel in the middle. */
  private int[] middle(byte[] bytes) throws IOException {
    byte[] pixels = pixels(bytes);
    EncodedImage image = EncodedImage.read(folder.resolve("image"));
    int area = image.height() * image.width();
    int[] channels = new int[image.channels()];
    for (int i = 0; i < channels.length; i++) {
      channels[i] =
          pixels[i * area + image.height() / 2 * image.width() + image.width() / 2] & 0xff;
    }
    return channels;
  }

  private static void assertNear(int[] found, int tolerance, int... expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i])
          .as(Arrays.toString(found))
          .isBetween(expected[i] - tolerance, expected[i] + tolerance);
    }
  }

  private void assertRefused(byte[] bytes, String words) throws IOException {
    Path file = file(bytes);
    assertThatThrownBy(() -> pixels(bytes))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void jpegIsReadBaselineAndProgressive() throws Exception {
    for (boolean progressive : new boolean[] {false, true}) {
      byte[] jpeg = ImageBytes.jpeg(ImageBytes.flat(20, 12, 0xc85014), progressive);
      assertNear(middle(jpeg), 2, 0xc8, 0x50, 0x14);
      assertNear(
          middle(ImageBytes.jpegOfFullColours(ImageBytes.flat(9, 9, 0x14c850))), 2, 20, 200, 80);
    }
    BufferedImage grey = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, 9, 9, 0, ints(81, 77));
    assertNear(middle(ImageBytes.jpeg(grey, true)), 1, 77);
  }

  private static int[] ints(int count, int value) {
    int[] all = new int[count];
    Arrays.fill(all, value);
    return all;
  }

  /** As cameras write it that leave 0 what only progressive coding has a use for. */
  @Test
  void sequentialScansNeedNotSayWhichCoefficientsTheyHave() throws Exception {
    byte[] jpeg = ImageBytes.jpeg(ImageBytes.flat(20, 12, 0xc85014), false);
    byte[] unsaid = jpeg.clone();
    int scan = ImageBytes.marker(jpeg, 0xda);
    int end = scan + 2 + JpegSegments.number(jpeg, scan + 2);
    assertThat(Arrays.copyOfRange(jpeg, end - 3, end)).containsExactly(0, 63, 0);
    unsaid[end - 2] = 0;
    assertThat(pixels(unsaid)).isEqualTo(pixels(jpeg));
  }

  @Test
  void everyScanIsFoundAndNothingThatLooksLikeOne() throws Exception {
    String scan = "ffda 0008 01 01 00 %s";
    String others = "12 ff00 34 ffd0 ffff01 56 ffdb 0006 ffda 0008 ";
    String file = "ffd8 " + scan + others + scan + "78 ffd9";
    byte[] unsaid = hex(file.formatted("000000", "003f11"));
    assertThat(JpegSegments.of(unsaid).sequentialPicture())
        .isEqualTo(hex(file.substring(5).formatted("003f00", "003f00")));
    assertThat(JpegSegments.of(unsaid).picture())
        .isEqualTo(Arrays.copyOfRange(unsaid, 2, unsaid.length));
    // Cut off within the header of the second.
    byte[] cut = Arrays.copyOf(unsaid, unsaid.length - 5);
    assertThat(JpegSegments.of(cut).sequentialPicture()).endsWith(1, 1, 0, 0);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** Java's decoder tells the first damage alone: bytes too many may not hide the next. */
  @Test
  void bytesTooManyAreHarmlessAtTheEndAlone() throws Exception {
    byte[] jpeg = ImageBytes.jpeg(ImageBytes.flat(20, 12, 0xc85014), false);
    byte[] more = {5, 6, 7};
    int end = jpeg.length - 2;
    byte[] atTheEnd =
        ImageBytes.joined(
            ImageBytes.joined(Arrays.copyOf(jpeg, end), more),
            Arrays.copyOfRange(jpeg, end, jpeg.length));
    assertThat(pixels(atTheEnd)).isEqualTo(pixels(jpeg));
    byte[] between =
        ImageBytes.joined(
            ImageBytes.joined(Arrays.copyOf(jpeg, end), more), new byte[] {-1, (byte) 0xd0});
    byte[] rest = Arrays.copyOfRange(jpeg, end, jpeg.length);
    assertRefused(
        restarting(ImageBytes.joined(between, rest), 1), "extraneous bytes before marker 0xd0");
  }

  /** A JPEG file that says after how many units of its scan a restart marker comes. */
  private static byte[] restarting(byte[] jpeg, int units) {
    return ImageBytes.withSegment(jpeg, 0xdd, new byte[] {0, (byte) units});
  }

  /** Java's own reader takes the last of these for red, green and blue. */
  @Test
  void jpegWithoutAHeaderHasLuminanceAndDifferences() throws Exception {
    byte[] reduced = ImageBytes.jpeg(ImageBytes.flat(16, 16, 0xc85014), false);
    assertNear(middle(ImageBytes.withoutHeader(reduced)), 2, 0xc8, 0x50, 0x14);
    byte[] full = ImageBytes.jpegOfFullColours(ImageBytes.flat(16, 16, 0xc85014));
    assertNear(middle(ImageBytes.withoutHeader(full)), 2, 0xc8, 0x50, 0x14);
  }

  @Test
  void adobesHeaderTellsTheColoursOfThreeChannels() throws Exception {
    byte[] full = ImageBytes.jpegOfFullColours(ImageBytes.flat(16, 16, 0xc85014));
    byte[] bare = ImageBytes.withoutHeader(full);
    assertNear(
        middle(ImageBytes.withSegment(bare, 0xee, ImageBytes.adobe(1))), 2, 0xc8, 0x50, 0x14);
    // The very numbers: 0.299 R + 0.587 G + 0.114 B and the differences, see ITU-T T.871.
    assertNear(middle(ImageBytes.withSegment(bare, 0xee, ImageBytes.adobe(0))), 2, 109, 78, 193);
  }

  /** As libjpeg has it, and with it most viewers. */
  @Test
  void jfifIsBelievedBeforeAdobesHeader() throws Exception {
    byte[] full = ImageBytes.jpegOfFullColours(ImageBytes.flat(16, 16, 0xc85014));
    byte[] jfif = {'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0};
    byte[] adobe =
        ImageBytes.withSegment(ImageBytes.withoutHeader(full), 0xee, ImageBytes.adobe(0));
    assertNear(middle(ImageBytes.withSegment(adobe, 0xe0, jfif)), 2, 0xc8, 0x50, 0x14);
    byte[] cutShort = Arrays.copyOf(jfif, 9);
    assertNear(middle(ImageBytes.withSegment(adobe, 0xe0, cutShort)), 2, 109, 78, 193);
  }

  @Test
  void inksTakeTheirShareOfTheLight() throws Exception {
    // Ink of 20, 60, 100 % and black of 25 %.
    int[] light = {153, 76, 0};
    byte[] ink = ImageBytes.jpegOfFour(16, 16, 51, 153, 255, 64);
    assertNear(middle(ink), 2, light);
    byte[] white = ImageBytes.jpegOfFour(16, 16, 204, 102, 0, 191);
    assertNear(middle(ImageBytes.withSegment(white, 0xee, ImageBytes.adobe(0))), 2, light);
    // The complements 51, 153, 255 of what is left white, as luminance and differences.
    byte[] differences = ImageBytes.jpegOfFour(16, 16, 134, 196, 69, 191);
    assertNear(middle(ImageBytes.withSegment(differences, 0xee, ImageBytes.adobe(2))), 3, light);
  }

  @Test
  void pngOfSixteenBitsKeepsItsHighBits() throws Exception {
    ComponentColorModel deep =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = deep.createCompatibleWritableRaster(4, 4);
    for (int i = 0; i < 16; i++) {
      raster.setPixel(i % 4, i / 4, new int[] {200 * 257, 80 * 257 + 100, 65535});
    }
    assertThat(middle(ImageBytes.png(new BufferedImage(deep, raster, false, null), false)))
        .containsExactly(200, 80, 255);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void greyOfAnyDepthIsScaled(int bits) throws Exception {
    int largest = (1 << bits) - 1;
    // One row of the darkest and one of the brightest level but one.
    byte[] row = new byte[1 + Math.max(1, bits / 8)];
    byte[] bright = row.clone();
    int level = bits == 1 ? 1 : largest - 1;
    if (bits == 16) {
      bright[1] = (byte) (level >> 8);
      bright[2] = (byte) level;
    } else {
      bright[1] = (byte) (level << (8 - bits));
    }
    byte[] data = ImageBytes.deflated(ImageBytes.joined(row, bright));
    int[] found = new int[2];
    byte[] pixels = pixels(ImageBytes.pngOf(1, 2, bits, 0, data));
    for (int i = 0; i < 2; i++) {
      found[i] = pixels[i] & 0xff;
    }
    assertThat(pixels).hasSize(2);
    assertThat(found).containsExactly(0, (int) Math.round(level * 255.0 / largest));
  }

  @Test
  void paletteAndInterlacedPngAreRead() throws Exception {
    byte[] reds = {10, (byte) 200};
    byte[] greens = {20, 80};
    byte[] blues = {30, 20};
    IndexColorModel palette = new IndexColorModel(1, 2, reds, greens, blues);
    BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.setRGB(4, 4, 0xffc85014);
    for (boolean interlaced : new boolean[] {false, true}) {
      assertThat(middle(ImageBytes.png(image, interlaced))).containsExactly(200, 80, 20);
      assertThat(pixels(ImageBytes.png(image, interlaced))[0]).isEqualTo((byte) 10);
    }
  }

  @Test
  void opacityMayBeWrittenDownAndMustBeWhole() throws Exception {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 9; i++) {
      image.setRGB(i % 3, i / 3, 0xff0a141e);
    }
    assertThat(middle(ImageBytes.png(image, false))).containsExactly(10, 20, 30);
    image.setRGB(0, 2, 0x000a141e);
    assertRefused(ImageBytes.png(image, false), "found transparent pixels");
    // By a table beside the palette, or one transparent colour.
    byte[] rgb = ImageBytes.png(ImageBytes.flat(3, 3, 0x0a141e), false);
    assertRefused(
        ImageBytes.withChunk(rgb, "tRNS", new byte[] {0, 10, 0, 20, 0, 30}), "transparent");
    assertThat(middle(ImageBytes.withChunk(rgb, "tRNS", new byte[] {0, 10, 0, 20, 0, 31})))
        .containsExactly(10, 20, 30);
    // Grey with alpha, one pixel: 77 and opaque, then nearly.
    byte[] opaque = ImageBytes.deflated(new byte[] {0, 77, -1});
    assertThat(pixels(ImageBytes.pngOf(1, 1, 8, 4, opaque))).containsExactly(77);
    byte[] nearly = ImageBytes.deflated(new byte[] {0, 77, -2});
    assertRefused(ImageBytes.pngOf(1, 1, 8, 4, nearly), "transparent");
  }

  /** Exif 2.32 says where on the picture one sees the stored first row and first column. */
  @Test
  void picturesAreTurnedAsExifSays() throws Exception {
    String[] firstRow = {"top", "top", "bottom", "bottom", "left", "right", "right", "left"};
    String[] firstColumn = {"left", "right", "right", "left", "top", "top", "bottom", "bottom"};
    int rows = 2;
    int columns = 3;
    BufferedImage stored = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 6; i++) {
      stored.getRaster().setSample(i % columns, i / columns, 0, 40 * i);
    }
    for (int orientation = 1; orientation <= 8; orientation++) {
      boolean swapped = orientation > 4;
      int height = swapped ? columns : rows;
      int width = swapped ? rows : columns;
      byte[] expected = new byte[6];
      for (int i = 0; i < 6; i++) {
        int[] place = new int[2];
        see(firstRow[orientation - 1], i / columns, height, width, place);
        see(firstColumn[orientation - 1], i % columns, height, width, place);
        expected[place[0] * width + place[1]] = (byte) (40 * i);
      }
      for (boolean bigEndian : new boolean[] {false, true}) {
        byte[] exif = ImageBytes.exif(orientation, bigEndian);
        byte[] png = ImageBytes.withChunk(ImageBytes.png(stored, false), "eXIf", exif);
        assertThat(pixels(png)).as("orientation %d", orientation).isEqualTo(expected);
        assertThat(EncodedImage.read(folder.resolve("image")).height()).isEqualTo(height);
        byte[] jpeg =
            ImageBytes.withSegment(
                ImageBytes.jpeg(stored, false),
                0xe1,
                ImageBytes.joined(ImageBytes.ascii("Exif\0\0"), exif));
        byte[] turned = pixels(jpeg);
        for (int i = 0; i < 6; i++) {
          assertThat(turned[i] & 0xff)
              .isBetween((expected[i] & 0xff) - 4, (expected[i] & 0xff) + 4);
        }
      }
    }
  }

  /** Puts the distance from a side into row or column. */
  private static void see(String side, int distance, int height, int width, int[] place) {
    switch (side) {
      case "top" -> place[0] = distance;
      case "bottom" -> place[0] = height - 1 - distance;
      case "left" -> place[1] = distance;
      default -> place[1] = width - 1 - distance;
    }
  }

  @Test
  void exifWithoutSenseIsLeftAside() throws Exception {
    byte[] png = ImageBytes.png(ImageBytes.flat(3, 2, 0x0a141e), false);
    for (byte[] exif :
        List.of(
            new byte[0],
            new byte[] {'M', 'M'},
            ImageBytes.exif(0, true),
            ImageBytes.exif(9, true),
            ImageBytes.exif(-1, false),
            Arrays.copyOf(ImageBytes.exif(6, true), 20),
            new byte[] {'M', 'M', 0, 42, -1, -1, -1, -1, 0, 0},
            new byte[] {'M', 'M', 0, 42, 0x7f, -1, -1, -1, 0, 0})) {
      pixels(ImageBytes.withChunk(png, "eXIf", exif));
      assertThat(EncodedImage.read(folder.resolve("image")).width()).isEqualTo(3);
    }
  }

  private static byte[] profile(int space) {
    return ICC_Profile.getInstance(space).getData();
  }

  private static byte[] pngProfile(byte[] profile) {
    return ImageBytes.joined(ImageBytes.ascii("any name\0\0"), ImageBytes.deflated(profile));
  }

  /** sRGB's curve (IEC 61966-2-1) at a share of the light. */
  private static int srgb(int linear) {
    double light = linear / 255.0;
    return (int) Math.round(255 * (1.055 * Math.pow(light, 1 / 2.4) - 0.055));
  }

  @Test
  void coloursAreThoseOfTheProfile() throws Exception {
    byte[] linear = profile(ColorSpace.CS_LINEAR_RGB);
    int[] expected = {srgb(150), srgb(80), srgb(30)};
    byte[] png = ImageBytes.png(ImageBytes.flat(3, 3, 0x96501e), false);
    assertNear(middle(ImageBytes.withChunk(png, "iCCP", pngProfile(linear))), 1, expected);
    byte[] jpeg = ImageBytes.jpeg(ImageBytes.flat(16, 16, 0x96501e), false);
    byte[] whole = ImageBytes.withSegment(jpeg, 0xe2, ImageBytes.profileSegment(linear, 1, 1));
    assertNear(middle(whole), 3, expected);
    byte[] end = Arrays.copyOfRange(linear, 200, linear.length);
    byte[] parts =
        ImageBytes.withSegment(
            ImageBytes.withSegment(jpeg, 0xe2, ImageBytes.profileSegment(end, 2, 2)),
            0xe2,
            ImageBytes.profileSegment(Arrays.copyOf(linear, 200), 1, 2));
    assertThat(pixels(parts)).isEqualTo(pixels(whole));
    assertThat(remarks).isEmpty();
  }

  @Test
  void greyIsThatOfTheProfile() throws Exception {
    byte[] linear = profile(ColorSpace.CS_GRAY);
    byte[] png = ImageBytes.pngOf(1, 1, 8, 0, ImageBytes.deflated(new byte[] {0, 80}));
    assertThat(pixels(png)).as("without a profile").containsExactly(80);
    assertNear(middle(ImageBytes.withChunk(png, "iCCP", pngProfile(linear))), 1, srgb(80));
  }

  @Test
  void profilesThatCannotBeUsedAreSrgbWithAWord() throws Exception {
    byte[] jpeg = ImageBytes.jpeg(ImageBytes.flat(16, 16, 0xc85014), false);
    byte[] damaged = profile(ColorSpace.CS_LINEAR_RGB);
    Arrays.fill(damaged, 128, damaged.length, (byte) 0xa5);
    int count = 0;
    for (byte[] segment :
        List.of(
            ImageBytes.profileSegment(new byte[5], 1, 1),
            ImageBytes.profileSegment(damaged, 1, 1),
            ImageBytes.profileSegment(profile(ColorSpace.CS_GRAY), 1, 1),
            ImageBytes.profileSegment(profile(ColorSpace.CS_LINEAR_RGB), 1, 2))) {
      assertNear(middle(ImageBytes.withSegment(jpeg, 0xe2, segment)), 2, 0xc8, 0x50, 0x14);
      assertThat(remarks).hasSize(++count);
      assertThat(remarks.get(count - 1)).contains("colour profile").endsWith("it is read as sRGB");
    }
    byte[] png = ImageBytes.png(ImageBytes.flat(3, 3, 0x0a141e), false);
    byte[] cut = Arrays.copyOf(pngProfile(profile(ColorSpace.CS_LINEAR_RGB)), 30);
    assertThat(middle(ImageBytes.withChunk(png, "iCCP", cut))).containsExactly(10, 20, 30);
    assertThat(remarks).hasSize(count + 1);
  }

  /** 1 MB that unpacks to 1 GB. */
  @Test
  void profilesThatUnpackWithoutEndAreNotUnpacked() throws Exception {
    byte[] zeros = new byte[20 << 20];
    byte[] png = ImageBytes.png(ImageBytes.flat(3, 3, 0x0a141e), false);
    assertThat(middle(ImageBytes.withChunk(png, "iCCP", pngProfile(zeros))))
        .containsExactly(10, 20, 30);
    assertThat(remarks).hasSize(1);
  }

  @Test
  void whatIsNoPictureIsNamed() throws Exception {
    assertRefused(new byte[0], "found an empty file");
    assertRefused(ImageBytes.ascii("GIF89a..........."), "found a GIF image; convert it");
    assertRefused(ImageBytes.ascii("RIFF....WEBPVP8 "), "found a WebP image; convert it");
    assertRefused(ImageBytes.ascii("\0\0\0\30ftypheic...."), "found a HEIF image");
    assertRefused(ImageBytes.ascii("%PDF-1.4"), "found a PDF file");
    assertRefused(ImageBytes.ascii("some words"), "found another format");
    assertRefused(new byte[] {-1, -40, -1}, "cut off");
    assertThatThrownBy(() -> EncodedImage.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no ordinary file");
  }

  @Test
  void headersWithoutAPictureBehindThemTakeNoMemory() throws Exception {
    byte[] little = ImageBytes.deflated(new byte[100]);
    byte[] packed = ImageBytes.deflated(new byte[12_000 * 1_501]);
    assertRefused(ImageBytes.pngOf(12_000, 12_000, 1, 0, packed), "expected an image of at most");
    assertRefused(ImageBytes.pngOf(60_000, 60_000, 8, 2, little), "less than its header says");
    assertRefused(ImageBytes.pngOf(10_000, 10_000, 8, 2, little), "less than its header says");
    assertRefused(ImageBytes.pngOf(0, 5, 8, 2, little), "width or height is 0");
    byte[] line = ImageBytes.deflated(new byte[12_501]);
    assertRefused(ImageBytes.pngOf(100_000, 1, 1, 0, line), "a side");
    assertRefused(sized(60_000, 60_000), "cut off");
    assertRefused(sized(5_000, 5_000), "cut off");
    assertRefused(sized(0, 16), "width or height is 0");
  }

  /** A JPEG file of 16x16 whose header says another size. */
  private static byte[] sized(int width, int height) throws IOException {
    byte[] jpeg = ImageBytes.jpeg(ImageBytes.flat(16, 16, 0xc85014), false);
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == -1 && jpeg[i + 1] == (byte) 0xc0) {
        jpeg[i + 5] = (byte) (height >> 8);
        jpeg[i + 6] = (byte) height;
        jpeg[i + 7] = (byte) (width >> 8);
        jpeg[i + 8] = (byte) width;
        return jpeg;
      }
    }
    throw new AssertionError("no frame");
  }

  @Test
  void moreBitsAndOtherCodingsAreNamed() throws Exception {
    byte[] jpeg = ImageBytes.jpeg(ImageBytes.flat(16, 16, 0xc85014), false);
    int frame = 0;
    while (jpeg[frame] != -1 || jpeg[frame + 1] != (byte) 0xc0) {
      frame++;
    }
    byte[] arithmetic = jpeg.clone();
    arithmetic[frame + 1] = (byte) 0xc9;
    assertRefused(arithmetic, "lossless or arithmetic");
    byte[] deep = jpeg.clone();
    deep[frame + 4] = 12;
    assertRefused(deep, "12 bits");
  }

  @Test
  void onePixelIsAPicture() throws Exception {
    assertThat(middle(ImageBytes.png(ImageBytes.flat(1, 1, 0x0a141e), false)))
        .containsExactly(10, 20, 30);
    EncodedImage.read(file(ImageBytes.jpeg(ImageBytes.flat(1, 1, 0xc85014), false)));
    byte[] grown =
        EncodedImage.read(folder.resolve("image"))
            .prepared(new ImagePreparation(1, 5, 7, ImageFit.CROP), remarks::add);
    assertThat(grown).hasSize(35).containsOnly(grown[0]);
  }

  /** Each is left half, right half; a fifth of it is as much memory as the tests have for it. */
  @Test
  void hundredMegapixelsAreReadInPartsOfTheirSides() throws Exception {
    BufferedImage image = new BufferedImage(10_000, 10_000, BufferedImage.TYPE_BYTE_BINARY);
    int[] ones = ints(5_000 * 100, 1);
    for (int y = 0; y < 10_000; y += 100) {
      image.getRaster().setSamples(5_000, y, 5_000, 100, 0, ones);
    }
    byte[] pixels =
        EncodedImage.read(file(ImageBytes.png(image, false)))
            .prepared(new ImagePreparation(1, 8, 8, ImageFit.CROP), remarks::add);
    for (int i = 0; i < 64; i++) {
      int level = pixels[i] & 0xff;
      if (i % 8 < 3) {
        assertThat(level).isZero();
      } else if (i % 8 > 4) {
        assertThat(level).isEqualTo(255);
      } else {
        // The triangle over the edge holds an eighth of the other side.
        assertThat(level).isBetween(i % 8 == 3 ? 30 : 222, i % 8 == 3 ? 33 : 225);
      }
    }
  }
}
