package org.widemargin.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.widemargin.error.InputException;
import org.widemargin.torch.RandomStream;

/** A random change of one image that keeps its class. Pixels are in [0,1] before and after. */
public sealed interface Augmentation
    permits Augmentation.PadCrop,
        Augmentation.HorizontalFlip,
        Augmentation.Brightness,
        Augmentation.Contrast,
        Augmentation.Saturation,
        Augmentation.Hue,
        RandomResizedCrop,
        RandomAffine {
  /**
   * Changes one image in place.
   *
   * @param pixels where it lies, {@code [C, H, W]} from {@code offset} on
   * @param offset its first element
   * @param shape its shape
   * @param random where the draws come from
   */
  void apply(float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random);

  /**
   * Checks that it can change images of a shape; most change any.
   *
   * @param shape the images' shape
   * @throws InputException if it cannot
   */
  default void check(SampleShape.Image shape) {}

  /**
   * Shifts the image by up to a number of pixels in each direction, with zeros moving in: padding
   * on all sides, then a random crop of the old size.
   *
   * @param padding the largest shift in pixels, less than an image's side
   */
  record PadCrop(int padding) implements Augmentation {
    /** Of any image. */
    private static final int LONGEST_SIDE = 65_535;

    /** Checks the padding. */
    public PadCrop {
      InputException.require(
          padding > 0 && padding < LONGEST_SIDE,
          "expected a padding of at least 1, and less than an image's side, found %d",
          padding);
    }

    @Override
    public void check(SampleShape.Image shape) {
      InputException.require(
          padding < Math.min(shape.height(), shape.width()),
          "pad-crop: expected a padding below the images' sides, %d and %d, since a shift by a whole"
              + " side leaves nothing of an image, found %d",
          shape.height(),
          shape.width(),
          padding);
    }

    @Override
    public void apply(
        float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
      int down = random.nextInt(2 * padding + 1) - padding;
      int right = random.nextInt(2 * padding + 1) - padding;
      for (int channel = 0; channel < shape.channels(); channel++) {
        int plane = offset + channel * shape.height() * shape.width();
        shift(pixels, plane, shape.height(), shape.width(), down, right);
      }
    }

    /** Row by row, starting where rows are read last, so that none is overwritten before. */
    private static void shift(
        float[] pixels, int plane, int height, int width, int down, int right) {
      for (int i = 0; i < height; i++) {
        int row = down > 0 ? height - 1 - i : i;
        int source = row - down;
        int target = plane + row * width;
        if (source < 0 || source >= height) {
          Arrays.fill(pixels, target, target + width, 0);
        } else {
          shiftRow(pixels, plane + source * width, target, width, right);
        }
      }
    }

    private static void shiftRow(float[] pixels, int source, int target, int width, int right) {
      int lost = Math.min(width, Math.max(0, -right));
      int zeros = Math.min(width, Math.max(0, right));
      int kept = width - lost - zeros;
      System.arraycopy(pixels, source + lost, pixels, target + zeros, kept);
      Arrays.fill(pixels, target, target + zeros, 0);
      Arrays.fill(pixels, target + zeros + kept, target + width, 0);
    }
  }

  /** Mirrors every second image, left to right. Not for digits or letters. */
  record HorizontalFlip() implements Augmentation {
    @Override
    public void apply(
        float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
      if (random.nextBoolean()) {
        for (int row = 0; row < shape.channels() * shape.height(); row++) {
          reverse(pixels, offset + row * shape.width(), shape.width());
        }
      }
    }

    private static void reverse(float[] pixels, int start, int length) {
      for (int left = start, right = start + length - 1; left < right; left++, right--) {
        float swapped = pixels[left];
        pixels[left] = pixels[right];
        pixels[right] = swapped;
      }
    }
  }

  /**
   * Adds one random amount to all pixels, then clips to [0,1].
   *
   * @param amount the largest change, above 0 and at most 1
   */
  record Brightness(double amount) implements Augmentation {
    /** Checks the amount. */
    public Brightness {
      requireShare("brightness", amount);
    }

    @Override
    public void apply(
        float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
      float change = (float) (amount * RandomStream.eitherWay(random));
      for (int i = offset; i < offset + shape.elements(); i++) {
        pixels[i] = clip(pixels[i] + change);
      }
    }
  }

  /**
   * Moves all pixels towards or away from the image's mean by one random factor, then clips to
   * [0,1].
   *
   * @param amount the largest change of the factor 1, above 0 and at most 1
   */
  record Contrast(double amount) implements Augmentation {
    /** Checks the amount. */
    public Contrast {
      requireShare("contrast", amount);
    }

    @Override
    public void apply(
        float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
      double factor = 1 + amount * RandomStream.eitherWay(random);
      double mean = mean(pixels, offset, shape.elements());
      for (int i = offset; i < offset + shape.elements(); i++) {
        pixels[i] = clip((float) (mean + factor * (pixels[i] - mean)));
      }
    }

    private static double mean(float[] pixels, int offset, int count) {
      double sum = 0;
      for (int i = offset; i < offset + count; i++) {
        sum += pixels[i];
      }
      return sum / count;
    }
  }

  /**
   * Multiplies the saturation of all pixels by one random factor, and keeps hue and value: in HSV,
   * as TensorFlow's {@code random_saturation}. No saturation exceeds 1; grey pixels stay.
   *
   * @param amount the largest change of the factor 1, above 0 and at most 1
   */
  record Saturation(double amount) implements Augmentation {
    /** Checks the amount. */
    public Saturation {
      requireShare("saturation", amount);
    }

    @Override
    public void check(SampleShape.Image shape) {
      requireColours("saturation", shape);
    }

    @Override
    public void apply(
        float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
      check(shape);
      float factor = (float) (1 + amount * RandomStream.eitherWay(random));
      int plane = shape.height() * shape.width();
      for (int red = offset; red < offset + plane; red++) {
        float value = Math.max(pixels[red], Math.max(pixels[red + plane], pixels[red + 2 * plane]));
        float least = Math.min(pixels[red], Math.min(pixels[red + plane], pixels[red + 2 * plane]));
        if (value > least) {
          // A saturation of 1 is reached where the least channel comes to 0.
          float allowed = Math.min(factor, value / (value - least));
          for (int channel = 0; channel < 3; channel++) {
            int at = red + channel * plane;
            pixels[at] = clip(value - allowed * (value - pixels[at]));
          }
        }
      }
    }
  }

  /**
   * Turns the hue of all pixels by one random angle, and keeps saturation and value: a rotation in
   * HSV, as TensorFlow's {@code random_hue}, which the paper's authors had at hand (section 4.3).
   * Grey pixels stay.
   *
   * @param amount the largest turn either way, as a part of the circle, above 0 and at most 0.5
   */
  record Hue(double amount) implements Augmentation {
    /** The hues of a circle in which each of the six pure and mixed colours is 1 further. */
    private static final float CIRCLE = 6;

    /** Checks the amount. */
    public Hue {
      InputException.require(
          amount > 0 && amount <= 0.5,
          "expected an amount of hue above 0 and at most 0.5, found %s",
          amount);
    }

    @Override
    public void check(SampleShape.Image shape) {
      requireColours("hue", shape);
    }

    @Override
    public void apply(
        float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
      check(shape);
      float turn = (float) (CIRCLE * amount * RandomStream.eitherWay(random));
      int plane = shape.height() * shape.width();
      for (int red = offset; red < offset + plane; red++) {
        turn(pixels, red, red + plane, red + 2 * plane, turn);
      }
    }

    private static void turn(float[] pixels, int red, int green, int blue, float turn) {
      float r = pixels[red];
      float g = pixels[green];
      float b = pixels[blue];
      float value = Math.max(r, Math.max(g, b));
      float chroma = value - Math.min(r, Math.min(g, b));
      if (chroma > 0) {
        float hue = onCircle(hue(r, g, b, value, chroma) + turn);
        pixels[red] = component(5 + hue, value, chroma);
        pixels[green] = component(3 + hue, value, chroma);
        pixels[blue] = component(1 + hue, value, chroma);
      }
    }

    /** From -1 to 5: 0 is red, 2 green, 4 blue. */
    private static float hue(float r, float g, float b, float value, float chroma) {
      if (value == r) {
        return (g - b) / chroma;
      }
      return value == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
    }

    /**
     * One of red, green and blue. It lacks nothing while the hue is within 1 of its own, all of the
     * chroma while the hue is within 1 of the opposite one, and in between it goes in a straight
     * line.
     *
     * @param place the hue, counted from 1 before the opposite of the component's own
     */
    private static float component(float place, float value, float chroma) {
      float k = onCircle(place);
      return value - chroma * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    }

    /** The same place on the circle, from 0 to below 6, of one less than a round away. */
    private static float onCircle(float place) {
      if (place < 0) {
        return place + CIRCLE;
      }
      return place < CIRCLE ? place : place - CIRCLE;
    }
  }

  private static void requireColours(String name, SampleShape.Image shape) {
    InputException.require(
        shape.channels() == 3,
        "the augmentation %s changes colours: expected images of 3 channels, found %s (channels x"
            + " height x width)",
        name,
        shape);
  }

  private static void requireShare(String name, double amount) {
    InputException.require(
        amount > 0 && amount <= 1,
        "expected an amount of %s above 0 and at most 1, found %s",
        name,
        amount);
  }

  private static float clip(float pixel) {
    return Math.min(1, Math.max(0, pixel));
  }
}
