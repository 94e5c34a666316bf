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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transparent pictures on a colour, against values by hand: (a c + (255 - a) b) / 255, rounded. */
class BackgroundTest {
  private static final Colour WHITE = Colour.parse("white");
  private static final Colour ORANGE = Colour.parse("#ff8000");

  private static int[] pixels(byte[] png, int channels, @Nullable Colour background) {
    EncodedImage image = EncodedImage.of(png, "image");
    byte[] bytes =
        image.prepared(
            new ImagePreparation(
                channels, image.height(), image.width(), ImageFit.CROP, background),
            remark -> {});
    int[] levels = new int[bytes.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = bytes[i] & 0xff;
    }
    return levels;
  }

  /** Opaque, half, nearly nothing, and nothing: (10, 20, 30) each. */
  private static byte[] colours() throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_ARGB);
    int[] opacities = {255, 128, 1, 0};
    for (int x = 0; x < opacities.length; x++) {
      image.setRGB(x, 0, opacities[x] << 24 | 0x0a141e);
    }
    return ImageBytes.png(image, false);
  }

  @Test
  void coloursAreMixedByOpacity() throws Exception {
    assertThat(pixels(colours(), 3, WHITE))
        .containsExactly(10, 132, 254, 255, 20, 137, 254, 255, 30, 142, 254, 255);
    assertThat(pixels(colours(), 3, ORANGE))
        .containsExactly(10, 132, 254, 255, 20, 74, 128, 128, 30, 15, 0, 0);
    assertThat(pixels(colours(), 3, Colour.parse("black")))
        .containsExactly(10, 5, 0, 0, 20, 10, 0, 0, 30, 15, 0, 0);
  }

  @Test
  void greyIsTheLumaOfTheMixture() throws Exception {
    // 0.299 * 10 + 0.587 * 20 + 0.114 * 30 = 18.15, and 136.1 of (132, 137, 142).
    assertThat(pixels(colours(), 1, WHITE)).containsExactly(18, 136, 254, 255);
  }

  /** 80 under each opacity. */
  private static byte[] grey() {
    return ImageBytes.pngOf(
        4, 1, 8, 4, ImageBytes.deflated(new byte[] {0, 80, -1, 80, -128, 80, 1, 80, 0}));
  }

  @Test
  void greyOnAColourIsInColourWhereColoursAreAskedFor() {
    assertThat(pixels(grey(), 1, WHITE)).containsExactly(80, 167, 254, 255);
    assertThat(pixels(grey(), 3, WHITE))
        .containsExactly(80, 167, 254, 255, 80, 167, 254, 255, 80, 167, 254, 255);
    assertThat(pixels(grey(), 3, ORANGE))
        .containsExactly(80, 167, 254, 255, 80, 104, 128, 128, 80, 40, 0, 0);
    // The luma of (255, 128, 0) is 151.381, of (167, 104, 40) it is 115.5, of (254, 128, 0) 151.1.
    assertThat(pixels(grey(), 1, ORANGE)).containsExactly(80, 116, 151, 151);
  }

  @Test
  void sixteenBitsAreMixedToo() throws Exception {
    ComponentColorModel deep =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = deep.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {10 * 257, 20 * 257, 30 * 257, 128 * 257});
    byte[] png = ImageBytes.png(new BufferedImage(deep, raster, false, null), false);
    assertThat(pixels(png, 3, WHITE)).containsExactly(132, 137, 142);
    byte[] grey = ImageBytes.deflated(new byte[] {0, 80, 80, -128, -128});
    assertThat(pixels(ImageBytes.pngOf(1, 1, 16, 4, grey), 1, WHITE)).containsExactly(167);
  }

  @Test
  void palettesAndSingleTransparentColoursAreMixedToo() throws Exception {
    byte[] reds = {10, 10};
    byte[] greens = {20, 20};
    byte[] blues = {30, 30};
    byte[] opacities = {-1, -128};
    IndexColorModel palette = new IndexColorModel(1, 2, reds, greens, blues, opacities);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(1, 0, 0, 1);
    assertThat(pixels(ImageBytes.png(image, false), 3, WHITE))
        .containsExactly(10, 132, 20, 137, 30, 142);
    byte[] rgb = ImageBytes.png(ImageBytes.flat(2, 1, 0x0a141e), false);
    byte[] hidden = ImageBytes.withChunk(rgb, "tRNS", new byte[] {0, 10, 0, 20, 0, 30});
    assertThat(pixels(hidden, 3, ORANGE)).containsExactly(255, 255, 128, 128, 0, 0);
  }

  /** Two pixels: the level that stands for nothing, and the brightest. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void oneLevelOfGreyMayBeTransparent(int bits) {
    int largest = (1 << bits) - 1;
    int hidden = bits == 1 ? 0 : largest - 2;
    byte[] row =
        switch (bits) {
          case 16 -> new byte[] {0, -1, -3, -1, -1};
          case 8 -> new byte[] {0, -3, -1};
          default -> new byte[] {0, (byte) (hidden << (8 - bits) | largest << (8 - 2 * bits))};
        };
    byte[] png = ImageBytes.pngOf(2, 1, bits, 0, ImageBytes.deflated(row));
    byte[] chunk = {(byte) (hidden >> 8), (byte) hidden};
    byte[] whole = ImageBytes.withChunk(png, "tRNS", chunk);
    assertThat(pixels(whole, 1, Colour.parse("#333333"))).containsExactly(51, 255);
    assertThat(pixels(whole, 3, ORANGE)).containsExactly(255, 255, 128, 255, 0, 255);
    assertThatThrownBy(() -> pixels(whole, 1, null)).hasMessageContaining("transparent");
  }

  /** 150 of 255 parts of the light are sRGB's 202; then half white is put to it. */
  @Test
  void theProfileIsAppliedBeforeAndNotToTheBackground() throws Exception {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 128 << 24 | 0x969696);
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] chunk = ImageBytes.joined(ImageBytes.ascii("any name\0\0"), ImageBytes.deflated(linear));
    int[] found =
        pixels(ImageBytes.withChunk(ImageBytes.png(image, false), "iCCP", chunk), 3, WHITE);
    // (128 * 202 + 127 * 255) / 255 = 228.4; the profile's conversion may be off by one level.
    for (int channel : found) {
      assertThat(channel).isBetween(227, 229);
    }
  }

  @Test
  void opaquePicturesStayAsTheyAre() throws Exception {
    byte[] png = ImageBytes.png(ImageBytes.flat(2, 2, 0x0a141e), false);
    assertThat(pixels(png, 3, ORANGE)).isEqualTo(pixels(png, 3, null));
    byte[] jpeg = ImageBytes.jpeg(ImageBytes.flat(8, 8, 0xc85014), false);
    assertThat(pixels(jpeg, 3, ORANGE)).isEqualTo(pixels(jpeg, 3, null));
  }

  /** A row of two, stored first, is seen as a column with the first at its end. */
  @Test
  void opacityIsTurnedWithThePicture() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff0a141e);
    byte[] turned =
        ImageBytes.withChunk(ImageBytes.png(image, false), "eXIf", ImageBytes.exif(8, true));
    assertThat(pixels(turned, 3, WHITE)).containsExactly(255, 10, 255, 20, 255, 30);
  }
}
