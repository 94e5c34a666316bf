package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;
import org.widemargin.image.ImageBox;

class RandomResizedCropTest {
  private static final RandomResizedCrop INCEPTION = RandomResizedCrop.defaults();

  @Test
  void partsLieInsideWithAreaAndAspectAsAsked() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5000; i++) {
      int height = 100 + random.nextInt(400);
      int width = height + random.nextInt(50);
      ImageBox box = INCEPTION.part(height, width, random);
      assertThat(box.top() + box.height()).isLessThanOrEqualTo(height);
      assertThat(box.left() + box.width()).isLessThanOrEqualTo(width);
      // Each side is rounded by at most half a pixel.
      double half = 0.5;
      double least = (box.height() - half) * (box.width() - half);
      double most = (box.height() + half) * (box.width() + half);
      assertThat(most).isGreaterThanOrEqualTo(0.08 * height * width);
      assertThat(least).isLessThanOrEqualTo((double) height * width);
      assertThat((box.width() + half) / (box.height() - half)).isGreaterThanOrEqualTo(0.75);
      assertThat((box.width() - half) / (box.height() + half)).isLessThanOrEqualTo(4.0 / 3);
    }
  }

  /** Small parts always fit, so nothing is drawn again: area and log aspect are uniform. */
  @Test
  void areaAndLogarithmOfTheAspectAreUniform() {
    RandomResizedCrop small = new RandomResizedCrop(0.1, 0.5, 4.0 / 3);
    SplittableRandom random = new SplittableRandom(2);
    int draws = 20_000;
    int[] areas = new int[4];
    int wide = 0;
    for (int i = 0; i < draws; i++) {
      ImageBox box = small.part(1000, 1000, random);
      double area = box.height() * box.width() / 1e6;
      areas[(int) Math.max(0, Math.min(3, (area - 0.1) / 0.1))]++;
      wide += box.width() > box.height() ? 1 : 0;
    }
    // Five standard deviations of a binomial draw.
    double quarter = 5 * Math.sqrt(draws * 0.25 * 0.75);
    for (int count : areas) {
      assertThat((double) count).isCloseTo(draws / 4.0, within(quarter));
    }
    assertThat((double) wide).isCloseTo(draws / 2.0, within(5 * Math.sqrt(draws * 0.25)));
  }

  @Test
  void whereNothingFitsItIsTheLargestMiddlePart() {
    RandomResizedCrop whole = new RandomResizedCrop(1, 1, 4.0 / 3);
    assertThat(whole.part(10, 1000, new SplittableRandom(3)))
        .isEqualTo(new ImageBox(0, 493, 10, 13));
    assertThat(whole.part(1000, 10, new SplittableRandom(3)))
        .isEqualTo(new ImageBox(493, 0, 13, 10));
    assertThat(INCEPTION.part(1, 1, new SplittableRandom(3))).isEqualTo(new ImageBox(0, 0, 1, 1));
  }

  @Test
  void theWholeSquareChangesNothing() {
    SampleShape.Image shape = new SampleShape.Image(3, 5, 5);
    float[] pixels = new float[shape.elements() + 2];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 7 % 256) / 255f;
    }
    float[] before = pixels.clone();
    new RandomResizedCrop(1, 1, 1).apply(pixels, 1, shape, new SplittableRandom(4));
    assertThat(pixels).isEqualTo(before);
  }

  @Test
  void aPartOfOneColourStaysThatColourAndNothingOutsideIsTouched() {
    SampleShape.Image shape = new SampleShape.Image(3, 6, 4);
    float[] pixels = new float[shape.elements() + 10];
    Arrays.fill(pixels, 51 / 255f);
    INCEPTION.apply(pixels, 5, shape, new SplittableRandom(5));
    assertThat(pixels).containsOnly(51 / 255f);
  }

  @Test
  void rangesAreChecked() {
    for (double[] wrong :
        new double[][] {
          {0, 1, 1}, {0.5, 0.4, 1}, {0.1, 1.1, 1}, {0.1, 1, 0.9}, {0.1, 1, 101}, {Double.NaN, 1, 1}
        }) {
      assertThatThrownBy(() -> new RandomResizedCrop(wrong[0], wrong[1], wrong[2]))
          .isInstanceOf(InputException.class);
    }
  }
}
