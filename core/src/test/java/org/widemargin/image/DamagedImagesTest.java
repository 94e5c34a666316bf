package org.widemargin.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.error.InputException;

/** Files that were cut off or changed are refused, or read: nothing else happens. */
class DamagedImagesTest {
  private static final int SIDE = 24;

  @TempDir Path folder;

  private static BufferedImage noisy(int type) {
    SplittableRandom random = new SplittableRandom(3);
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, random.nextInt(0x1000000) | 0xff000000);
    }
    return image;
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    BufferedImage colour = noisy(BufferedImage.TYPE_INT_RGB);
    BufferedImage grey = noisy(BufferedImage.TYPE_BYTE_GRAY);
    files.put("baseline", ImageBytes.jpeg(colour, false));
    files.put("progressive", ImageBytes.jpeg(colour, true));
    files.put("grey", ImageBytes.jpeg(grey, false));
    files.put(
        "inks",
        ImageBytes.withSegment(
            ImageBytes.jpegOfFour(SIDE, SIDE, 10, 80, 200, 30), 0xee, ImageBytes.adobe(2)));
    files.put("png", ImageBytes.png(colour, false));
    files.put("interlaced", ImageBytes.png(grey, true));
    return files;
  }

  private byte[] read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("image"), bytes);
    return EncodedImage.read(file)
        .prepared(new ImagePreparation(3, SIDE, SIDE, ImageFit.CROP), remark -> {});
  }

  @Test
  void cutOffFilesAreRefusedUnlessThePictureIsWhole() throws Exception {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      byte[] whole = read(file.getValue());
      int refused = 0;
      for (int length = 0; length < file.getValue().length; length++) {
        try {
          assertThat(read(Arrays.copyOf(file.getValue(), length)))
              .as("%s, cut off after %d of %d bytes", file.getKey(), length, file.getValue().length)
              .isEqualTo(whole);
        } catch (InputException e) {
          refused++;
        }
      }
      assertThat(refused).as(file.getKey()).isGreaterThan(file.getValue().length - 20);
    }
  }

  /** The data of a PNG file may be cut off inside a chunk that is whole. */
  @Test
  void dataThatEndTooEarlyAreRefused() throws Exception {
    byte[] rows = new byte[SIDE * (SIDE + 1)];
    new SplittableRandom(1).nextBytes(rows);
    for (int row = 0; row < SIDE; row++) {
      rows[row * (SIDE + 1)] = 0;
    }
    byte[] data = ImageBytes.deflated(rows);
    assertThat(read(ImageBytes.pngOf(SIDE, SIDE, 8, 0, data))).hasSize(3 * SIDE * SIDE);
    for (int length = 0; length < data.length - 10; length++) {
      byte[] png = ImageBytes.pngOf(SIDE, SIDE, 8, 0, Arrays.copyOf(data, length));
      String cut = "after " + length;
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> read(png))
          .as(cut)
          .isInstanceOf(InputException.class);
    }
  }

  @Test
  void changedFilesAreRefusedOrRead() throws Exception {
    long seed = 20;
    SplittableRandom random = new SplittableRandom(seed);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      for (int round = 0; round < 120; round++) {
        byte[] changed = file.getValue().clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
          // Headers are short and matter more.
          int limit = random.nextBoolean() ? changed.length : Math.min(changed.length, 200);
          changed[random.nextInt(limit)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
          assertThat(read(changed)).hasSize(3 * SIDE * SIDE);
        } catch (InputException e) {
          assertThat(e.getMessage()).startsWith(folder + "/image: ").doesNotContain("\n");
        } catch (RuntimeException e) {
          throw new AssertionError(file.getKey() + ", seed " + seed + ", round " + round, e);
        }
      }
    }
  }

  /** Sums that fit again let the change through to the decoder and to the profile. */
  @Test
  void changedProfilesAreRefusedOrRead() throws Exception {
    long seed = 8;
    SplittableRandom random = new SplittableRandom(seed);
    byte[] profile =
        java.awt.color.ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_LINEAR_RGB).getData();
    byte[] jpeg = ImageBytes.jpeg(noisy(BufferedImage.TYPE_INT_RGB), false);
    for (int round = 0; round < 150; round++) {
      byte[] changed = profile.clone();
      for (int i = 0; i <= random.nextInt(6); i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      byte[] segment = ImageBytes.profileSegment(changed, 1, 1);
      assertThat(read(ImageBytes.withSegment(jpeg, 0xe2, segment))).hasSize(3 * SIDE * SIDE);
    }
  }
}
