package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;

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

  /** Every shift of every small image, larger ones than the image included. */
  @Test
  void padCropIsTheCropOfAPaddedCopy() {
    for (int height = 1; height <= 4; height++) {
      for (int width = 1; width <= 4; width++) {
        SampleShape.Image shape = new SampleShape.Image(2, height, width);
        for (long seed = 0; seed < 200; seed++) {
          int padding = 1 + (int) (seed % 6);
          float[] shifted = counted(shape);
          new Augmentation.PadCrop(padding).apply(shifted, 0, shape, new SplittableRandom(seed));
          SplittableRandom draws = new SplittableRandom(seed);
          int down = draws.nextInt(2 * padding + 1) - padding;
          int right = draws.nextInt(2 * padding + 1) - padding;
          assertThat(shifted)
              .as("%s, seed %d", shape, seed)
              .isEqualTo(croppedFromPadded(counted(shape), shape, padding, down, right));
        }
      }
    }
  }

  private static float[] counted(SampleShape.Image shape) {
    float[] pixels = new float[shape.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i + 1) / 64f;
    }
    return pixels;
  }

  /** The slow way: really pads, then really crops. */
  private static float[] croppedFromPadded(
      float[] pixels, SampleShape.Image shape, int padding, int down, int right) {
    float[] cropped = new float[pixels.length];
    for (int channel = 0; channel < shape.channels(); channel++) {
      float[][] padded = new float[shape.height() + 2 * padding][shape.width() + 2 * padding];
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++) {
          padded[row + padding][column + padding] =
              pixels[(channel * shape.height() + row) * shape.width() + column];
        }
      }
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++) {
          cropped[(channel * shape.height() + row) * shape.width() + column] =
              padded[row + padding - down][column + padding - right];
        }
      }
    }
    return cropped;
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

  private static final SampleShape.Image COLOUR = new SampleShape.Image(3, 1, 1);

  /** The turn that a seed draws, as a part of the circle. */
  private static double drawnTurn(double amount, long seed) {
    return amount * (2 * new SplittableRandom(seed).nextDouble() - 1);
  }

  private static float[] turned(float[] colour, double amount, long seed) {
    float[] pixels = colour.clone();
    new Augmentation.Hue(amount).apply(pixels, 0, COLOUR, new SplittableRandom(seed));
    return pixels;
  }

  /** The textbook's conversion to HSV and back (Smith, 1978), in double, case by case. */
  private static double[] turnedByTheBook(float[] colour, double turn) {
    double value = Math.max(colour[0], Math.max(colour[1], colour[2]));
    double least = Math.min(colour[0], Math.min(colour[1], colour[2]));
    double chroma = value - least;
    if (chroma == 0) {
      return new double[] {value, value, value};
    }
    double degrees;
    if (value == colour[0]) {
      degrees = 60 * (((double) colour[1] - colour[2]) / chroma);
    } else if (value == colour[1]) {
      degrees = 60 * (((double) colour[2] - colour[0]) / chroma) + 120;
    } else {
      degrees = 60 * (((double) colour[0] - colour[1]) / chroma) + 240;
    }
    degrees = ((degrees + 360 * turn) % 360 + 360) % 360;
    double middle = chroma * (1 - Math.abs(degrees / 60 % 2 - 1)) + least;
    return switch ((int) (degrees / 60)) {
      case 0 -> new double[] {value, middle, least};
      case 1 -> new double[] {middle, value, least};
      case 2 -> new double[] {least, value, middle};
      case 3 -> new double[] {least, middle, value};
      case 4 -> new double[] {middle, least, value};
      default -> new double[] {value, least, middle};
    };
  }

  @Test
  void hueTurnsAsTheTextbookDoes() {
    SplittableRandom random = new SplittableRandom(7);
    for (long seed = 0; seed < 5000; seed++) {
      float[] colour = {level(random), level(random), level(random)};
      double amount = seed % 2 == 0 ? 0.5 : 0.05;
      double[] expected = turnedByTheBook(colour, drawnTurn(amount, seed));
      float[] found = turned(colour, amount, seed);
      for (int i = 0; i < 3; i++) {
        // Hues are of up to 6 in float32, and the chroma that they are multiplied by at most 1.
        assertThat((double) found[i])
            .as("seed %d, %s", seed, Arrays.toString(colour))
            .isCloseTo(expected[i], within(4 * (double) Math.ulp(6f)));
        assertThat(found[i]).isBetween(0f, 1f);
      }
    }
  }

  /** Few levels, so that colours with equal parts, black and white occur. */
  private static float level(SplittableRandom random) {
    return random.nextInt(6) / 5f;
  }

  @Test
  void hueLeavesGreyAloneAndKeepsBrightestAndDarkest() {
    assertThat(turned(new float[] {0.3f, 0.3f, 0.3f}, 0.5, 1)).containsExactly(0.3f, 0.3f, 0.3f);
    for (long seed = 0; seed < 100; seed++) {
      float[] found = turned(new float[] {0.75f, 0.25f, 0.5f}, 0.5, seed);
      assertThat(Math.max(found[0], Math.max(found[1], found[2]))).isEqualTo(0.75f);
      assertThat(Math.min(found[0], Math.min(found[1], found[2]))).isEqualTo(0.25f);
    }
  }

  @Test
  void hueTurnsEveryPixelByOneAngle() {
    SampleShape.Image shape = new SampleShape.Image(3, 1, 2);
    float[] pixels = {1, 0, 0, 1, 0, 0};
    new Augmentation.Hue(0.5).apply(pixels, 0, shape, new SplittableRandom(3));
    float[] red = turned(new float[] {1, 0, 0}, 0.5, 3);
    float[] green = turned(new float[] {0, 1, 0}, 0.5, 3);
    assertThat(pixels).containsExactly(red[0], green[0], red[1], green[1], red[2], green[2]);
  }

  @Test
  void hueRefusesImagesWithoutColour() {
    assertThatThrownBy(() -> new Augmentation.Hue(0.1).check(new SampleShape.Image(1, 28, 28)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the augmentation hue changes colours: expected images of 3 channels, found 1x28x28"
                + " (channels x height x width)");
  }

  /** By the definition: to HSV, S times the factor and at most 1, and back, in double precision. */
  private static double[] saturated(double r, double g, double b, double factor) {
    double value = Math.max(r, Math.max(g, b));
    double least = Math.min(r, Math.min(g, b));
    double saturation = value == 0 ? 0 : (value - least) / value;
    double wanted = Math.min(1, saturation * factor);
    double[] pixel = {r, g, b};
    for (int i = 0; i < 3; i++) {
      // The share of the chroma that the channel lacks is the hue's, and stays.
      double lacking = value == least ? 0 : (value - pixel[i]) / (value - least);
      pixel[i] = value - lacking * wanted * value;
    }
    return pixel;
  }

  @Test
  void saturationIsMultipliedInHsv() {
    SampleShape.Image one = new SampleShape.Image(3, 1, 1);
    SplittableRandom draws = new SplittableRandom(8);
    for (long seed = 0; seed < 200; seed++) {
      float[] pixel = {
        draws.nextInt(256) / 255f, draws.nextInt(256) / 255f, draws.nextInt(256) / 255f
      };
      double factor = 1 + 0.8 * (2 * new SplittableRandom(seed).nextDouble() - 1);
      double[] expected = saturated(pixel[0], pixel[1], pixel[2], factor);
      new Augmentation.Saturation(0.8).apply(pixel, 0, one, new SplittableRandom(seed));
      for (int i = 0; i < 3; i++) {
        // A handful of float32 operations on numbers of at most 2.
        assertThat((double) pixel[i]).isCloseTo(expected[i], within(16 * 0x1p-24));
      }
    }
  }

  @Test
  void saturationLeavesGreyAndRefusesImagesWithoutColour() {
    float[] grey = {0.3f, 0.3f, 0.3f};
    new Augmentation.Saturation(1)
        .apply(grey, 0, new SampleShape.Image(3, 1, 1), new SplittableRandom(1));
    assertThat(grey).containsExactly(0.3f, 0.3f, 0.3f);
    assertThatThrownBy(() -> new Augmentation.Saturation(0.1).check(new SampleShape.Image(1, 2, 2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("saturation");
  }

  @Test
  void nothingOutsideTheImageIsTouched() {
    SampleShape.Image shape = new SampleShape.Image(3, 2, 4);
    List<Augmentation> withHue = new ArrayList<>(all());
    withHue.add(new Augmentation.Hue(0.1));
    AugmentationPipeline pipeline = new AugmentationPipeline(withHue, 5);
    for (int sample = 0; sample < 50; sample++) {
      float[] pixels = new float[shape.elements() + 2];
      pixels[0] = pixels[pixels.length - 1] = 7;
      System.arraycopy(image(), 0, pixels, 1, shape.elements());
      pipeline.apply(pixels, 1, shape, 0, sample);
      assertThat(pixels[0]).isEqualTo(7);
      assertThat(pixels[pixels.length - 1]).isEqualTo(7);
    }
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
    assertThatThrownBy(() -> new Augmentation.PadCrop(1 << 30))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("less than an image's side");
    assertThatThrownBy(() -> new Augmentation.PadCrop(4).check(new SampleShape.Image(1, 4, 9)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("below the images' sides, 4 and 9");
    assertThatThrownBy(() -> new Augmentation.Brightness(1.5)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Augmentation.Hue(0.6)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Augmentation.Hue(Double.NaN)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Augmentation.Contrast(Double.NaN))
        .isInstanceOf(InputException.class);
  }

  @Test
  void augmentationsReadAsYaml() {
    String text = "augmentation: [pad-crop: {padding: 2}, horizontal-flip, hue: {amount: 0.05}]";
    Choice choice =
        new Choice(
            List.of(
                new Augmentation.PadCrop(2),
                new Augmentation.HorizontalFlip(),
                new Augmentation.Hue(0.05)));
    assertThat(Yaml.readText(text, "run.yaml", Choice.class)).isEqualTo(choice);
    assertThat(Yaml.readText(Yaml.write(choice), "copy", Choice.class)).isEqualTo(choice);
  }
}
