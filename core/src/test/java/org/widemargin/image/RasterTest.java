package org.widemargin.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;

class RasterTest {
  private static Raster random(int channels, int height, int width, long seed) {
    byte[] pixels = new byte[channels * height * width];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt(256);
    }
    return new Raster(channels, height, width, pixels);
  }

  @Test
  void resizingKeepsConstantsAndAverages() {
    byte[] flat = new byte[32];
    Arrays.fill(flat, (byte) 200);
    for (int[] size : new int[][] {{1, 1}, {2, 3}, {4, 8}, {9, 17}}) {
      byte[] resized = new Raster(1, 4, 8, flat).resized(size[0], size[1]).pixels();
      assertThat(resized).hasSize(size[0] * size[1]).containsOnly(200);
    }
    byte[] halves = new byte[32];
    for (int i = 0; i < 32; i++) {
      halves[i] = (byte) (i % 8 < 4 ? 0 : 250);
    }
    byte[] two = new Raster(1, 4, 8, halves).resized(1, 2).pixels();
    assertThat(two[0] & 0xff).isLessThan(60);
    assertThat(two[1] & 0xff).isGreaterThan(190);
    assertThat((two[0] & 0xff) + (two[1] & 0xff)).isBetween(249, 251);
  }

  /** What is cut off is not computed: the same as if it were, and cut off then. */
  @Test
  void croppingIsThePartOfTheWholeScaledPicture() {
    for (int[] size : new int[][] {{40, 30}, {30, 41}, {7, 90}, {12, 12}}) {
      Raster raster = random(3, size[0], size[1], 5);
      int side = 12;
      int shorter = Math.min(size[0], size[1]);
      int height = size[0] * side / shorter;
      int width = size[1] * side / shorter;
      Raster scaled = raster.resized(height, width);
      int top = (int) Math.rint((height - side) / 2.0);
      int left = (int) Math.rint((width - side) / 2.0);
      byte[] expected = new byte[3 * side * side];
      for (int i = 0; i < expected.length; i++) {
        int row = i / side % side + top;
        int column = i % side + left;
        expected[i] = scaled.pixels()[(i / (side * side) * height + row) * width + column];
      }
      assertThat(new ImagePreparation(3, side, side, ImageFit.CROP).of(raster))
          .as(Arrays.toString(size))
          .isEqualTo(expected);
    }
  }

  /** As torchvision's Resize and CenterCrop: the same as if the whole were scaled, then cut. */
  @Test
  void theMiddleIsCutOutOfThePictureScaledToItsShorterSide() {
    for (int[] size : new int[][] {{40, 30}, {30, 41}, {7, 90}, {12, 12}, {9, 9}}) {
      Raster raster = random(3, size[0], size[1], 6);
      int shorter = 14;
      int side = 9;
      int least = Math.min(size[0], size[1]);
      Raster scaled = raster.resized(size[0] * shorter / least, size[1] * shorter / least);
      int top = (int) Math.rint((scaled.height() - side) / 2.0);
      int left = (int) Math.rint((scaled.width() - side) / 2.0);
      byte[] expected = scaled.part(new ImageBox(top, left, side, side)).pixels();
      ImagePreparation preparation =
          new ImagePreparation(3, side, side, ImageFit.CROP, null, shorter);
      assertThat(preparation.of(raster)).as(Arrays.toString(size)).isEqualTo(expected);
    }
  }

  @Test
  void aShorterSideIsForCropsAndAtLeastTheSize() {
    assertThatThrownBy(() -> new ImagePreparation(3, 9, 12, ImageFit.CROP, null, 11))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 12");
    assertThatThrownBy(() -> new ImagePreparation(3, 9, 9, ImageFit.PAD, null, 11))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the fit pad");
  }

  @Test
  void aPartHasThePixelsOfThePicture() {
    Raster raster = random(2, 7, 9, 7);
    Raster part = raster.part(new ImageBox(2, 3, 4, 5));
    for (int i = 0; i < part.pixels().length; i++) {
      int channel = i / 20;
      int row = i / 5 % 4 + 2;
      int column = i % 5 + 3;
      assertThat(part.pixels()[i]).isEqualTo(raster.pixels()[(channel * 7 + row) * 9 + column]);
    }
    assertThat(raster.part(new ImageBox(0, 0, 7, 9))).isSameAs(raster);
    assertThatThrownBy(() -> raster.part(new ImageBox(4, 0, 4, 9)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void paddingKeepsAllOfThePicture() {
    byte[] white = new byte[8 * 4];
    Arrays.fill(white, (byte) 255);
    byte[] padded = new ImagePreparation(1, 4, 4, ImageFit.PAD).of(new Raster(1, 8, 4, white));
    byte[] row = {0, -1, -1, 0};
    for (int y = 0; y < 4; y++) {
      assertThat(Arrays.copyOfRange(padded, 4 * y, 4 * y + 4)).isEqualTo(row);
    }
  }

  @Test
  void stretchingFillsTheSize() {
    byte[] halves = {0, 0, 0, 0, -1, -1, -1, -1};
    assertThat(new ImagePreparation(1, 4, 1, ImageFit.STRETCH).of(new Raster(1, 4, 2, halves)))
        .containsExactly(0, 0, 255, 255);
  }

  /** Scaled whole before it is cropped, this would take 4 GB. */
  @Test
  void longPicturesTakeNoMoreMemoryThanTheirMiddle() {
    Raster line = random(1, 1, 65_535, 1);
    assertThat(new ImagePreparation(1, 256, 256, ImageFit.CROP).of(line)).hasSize(65_536);
    assertThat(new ImagePreparation(3, 5, 7, ImageFit.PAD).of(line)).hasSize(105);
  }
}
