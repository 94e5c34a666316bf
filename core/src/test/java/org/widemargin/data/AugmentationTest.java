package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.widemargin.InputException;
import org.widemargin.config.Yaml;

class AugmentationTest {
  private static final SampleShape.Image SHAPE = new SampleShape.Image(2, 3, 4);

  /** A record as a configuration holds augmentations. */
  record Choice(List<Augmentation> augmentation) {}

  private static float[] image() {
    float[] pixels = new float[SHAPE.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i + 1) / 32f;
    }
    return pixels;
  }

  private static float[] applied(Augmentation augmentation, long seed) {
    float[] pixels = image();
    augmentation.apply(pixels, 0, SHAPE, new SplittableRandom(seed));
    return pixels;
  }

  private static float at(float[] pixels, int channel, int row, int column) {
    boolean inside = row >= 0 && row < 3 && column >= 0 && column < 4;
    return inside ? pixels[(channel * 3 + row) * 4 + column] : 0;
  }

  private static boolean isShift(float[] shifted, int down, int right) {
    for (int i = 0; i < SHAPE.elements(); i++) {
      if (shifted[i] != at(image(), i / 12, i / 4 % 3 - down, i % 4 - right)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void padCropShiftsEveryWayWithZerosMovingIn() {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      float[] shifted = applied(new Augmentation.PadCrop(1), seed);
      for (int down = -1; down <= 1; down++) {
        for (int right = -1; right <= 1; right++) {
          if (isShift(shifted, down, right)) {
            seen.add(down + "," + right);
          }
        }
      }
    }
    assertThat(seen).hasSize(9);
  }

  @Test
  void flipMirrorsRowsOfAboutHalfTheImages() {
    int mirrored = 0;
    for (long seed = 0; seed < 200; seed++) {
      float[] flipped = applied(new Augmentation.HorizontalFlip(), seed);
      if (at(flipped, 1, 2, 0) == at(image(), 1, 2, 3)) {
        mirrored++;
        for (int i = 0; i < SHAPE.elements(); i++) {
          assertThat(flipped[i]).isEqualTo(at(image(), i / 12, i / 4 % 3, 3 - i % 4));
        }
      } else {
        assertThat(flipped).isEqualTo(image());
      }
    }
    assertThat(mirrored).isBetween(60, 140);
  }

  @Test
  void brightnessAddsOneAmountAndClips() {
    for (long seed = 0; seed < 100; seed++) {
      float[] changed = applied(new Augmentation.Brightness(0.1), seed);
      float amount = changed[10] - image()[10];
      assertThat(Math.abs(amount)).isLessThanOrEqualTo(0.1001f);
      for (int i = 0; i < changed.length; i++) {
        float expected = Math.min(1, Math.max(0, image()[i] + amount));
        assertThat(changed[i]).isCloseTo(expected, within(1e-6f));
      }
    }
  }

  @Test
  void contrastKeepsTheMeanAndOrder() {
    for (long seed = 0; seed < 100; seed++) {
      float[] changed = applied(new Augmentation.Contrast(0.2), seed);
      double sum = 0;
      for (int i = 0; i < changed.length; i++) {
        sum += changed[i] - image()[i];
        assertThat(changed[i]).isBetween(0f, 1f);
        assertThat(i == 0 || changed[i] >= changed[i - 1]).isTrue();
      }
      assertThat(sum).isCloseTo(0, within(0.1));
    }
    assertThat(applied(new Augmentation.Contrast(0.2), 1)).isNotEqualTo(image());
  }

  @Test
  void nothingOutsideTheImageIsTouched() {
    float[] pixels = new float[SHAPE.elements() + 2];
    pixels[0] = pixels[pixels.length - 1] = 7;
    System.arraycopy(image(), 0, pixels, 1, SHAPE.elements());
    AugmentationPipeline pipeline = new AugmentationPipeline(all(), 5);
    pipeline.apply(pixels, 1, SHAPE, 0, 0);
    assertThat(pixels[0]).isEqualTo(7);
    assertThat(pixels[pixels.length - 1]).isEqualTo(7);
  }

  private static List<Augmentation> all() {
    return List.of(
        new Augmentation.PadCrop(1),
        new Augmentation.HorizontalFlip(),
        new Augmentation.Brightness(0.1),
        new Augmentation.Contrast(0.1));
  }

  @Test
  void drawsBelongToSeedEpochAndSample() {
    float[] first = pipelined(5, 2, 9);
    pipelined(5, 2, 8);
    assertThat(pipelined(5, 2, 9)).as("whatever came between").isEqualTo(first);
    assertThat(pipelined(6, 2, 9)).isNotEqualTo(first);
    assertThat(pipelined(5, 3, 9)).isNotEqualTo(first);
    assertThat(pipelined(5, 2, 8)).isNotEqualTo(first);
  }

  private static float[] pipelined(long seed, long epoch, int sample) {
    float[] pixels = image();
    new AugmentationPipeline(all(), seed).apply(pixels, 0, SHAPE, epoch, sample);
    return pixels;
  }

  @Test
  void amountsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Augmentation.PadCrop(0)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Augmentation.Brightness(1.5)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Augmentation.Contrast(Double.NaN))
        .isInstanceOf(InputException.class);
  }

  @Test
  void augmentationsReadAsYaml() {
    String text = "augmentation: [pad-crop: {padding: 2}, horizontal-flip]";
    Choice choice =
        new Choice(List.of(new Augmentation.PadCrop(2), new Augmentation.HorizontalFlip()));
    assertThat(Yaml.readText(text, "run.yaml", Choice.class)).isEqualTo(choice);
    assertThat(Yaml.readText(Yaml.write(choice), "copy", Choice.class)).isEqualTo(choice);
  }
}
