package org.widemargin.data;

import java.util.SplittableRandom;
import org.widemargin.InputException;

/** A random change of one image that keeps its class. Pixels are in [0,1] before and after. */
public sealed interface Augmentation {
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
   * Shifts the image by up to a number of pixels in each direction, with zeros moving in: padding
   * on all sides, then a random crop of the old size.
   *
   * @param padding the largest shift in pixels
   */
  record PadCrop(int padding) implements Augmentation {
    /** Checks the padding. */
    public PadCrop {
      InputException.require(padding > 0, "expected a padding of at least 1, found %d", padding);
    }

    @Override
    public void apply(
        float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
      int down = random.nextInt(2 * padding + 1) - padding;
      int right = random.nextInt(2 * padding + 1) - padding;
      float[] before = new float[shape.elements()];
      System.arraycopy(pixels, offset, before, 0, before.length);
      int target = offset;
      for (int channel = 0; channel < shape.channels(); channel++) {
        for (int row = 0; row < shape.height(); row++) {
          for (int column = 0; column < shape.width(); column++) {
            pixels[target++] = pixel(before, shape, channel, row - down, column - right);
          }
        }
      }
    }

    private static float pixel(
        float[] pixels, SampleShape.Image shape, int channel, int row, int column) {
      boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
      return inside ? pixels[(channel * shape.height() + row) * shape.width() + column] : 0;
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
      float change = (float) (amount * (2 * random.nextDouble() - 1));
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
      double factor = 1 + amount * (2 * random.nextDouble() - 1);
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
