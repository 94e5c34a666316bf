package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Point2D;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;

class RandomAffineTest {
  private static final SampleShape.Image SHAPE = new SampleShape.Image(2, 7, 10);

  private static float[] image(SampleShape.Image shape) {
    SplittableRandom random = new SplittableRandom(9);
    float[] pixels = new float[shape.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return pixels;
  }

  /** Takes a place (column, row) of an image to that in the changed one. */
  private static AffineTransform forward(RandomAffine change, SampleShape.Image shape, long seed) {
    SplittableRandom draws = new SplittableRandom(seed);
    double angle = Math.toRadians(change.degrees() * (2 * draws.nextDouble() - 1));
    double slant = Math.tan(Math.toRadians(change.shear() * (2 * draws.nextDouble() - 1)));
    double factor = Math.pow(change.scale(), 2 * draws.nextDouble() - 1);
    double down = change.shift() * shape.height() * (2 * draws.nextDouble() - 1);
    double right = change.shift() * shape.width() * (2 * draws.nextDouble() - 1);
    double middleRow = (shape.height() - 1) / 2.0;
    double middleColumn = (shape.width() - 1) / 2.0;
    AffineTransform all = AffineTransform.getTranslateInstance(right, down);
    all.translate(middleColumn, middleRow);
    all.rotate(angle);
    all.scale(factor, factor);
    all.shear(slant, 0);
    all.translate(-middleColumn, -middleRow);
    return all;
  }

  /** Every pixel of the source counts by how near it is, which is bilinear interpolation. */
  private static double reference(
      float[] pixels, SampleShape.Image shape, int channel, Point2D source) {
    double sum = 0;
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        double near =
            Math.max(0, 1 - Math.abs(source.getX() - column))
                * Math.max(0, 1 - Math.abs(source.getY() - row));
        sum += near * pixels[(channel * shape.height() + row) * shape.width() + column];
      }
    }
    return sum;
  }

  @Test
  void isTheInverseOfTheProductOfItsChangesInterpolated() throws NoninvertibleTransformException {
    for (RandomAffine change :
        new RandomAffine[] {
          new RandomAffine(180, 0, 1, 0),
          new RandomAffine(0, 50, 1, 0),
          new RandomAffine(0, 0, 3, 0),
          new RandomAffine(0, 0, 1, 0.9),
          new RandomAffine(60, 30, 1.5, 0.2)
        }) {
      for (long seed = 0; seed < 20; seed++) {
        float[] before = image(SHAPE);
        float[] after = before.clone();
        change.apply(after, 0, SHAPE, new SplittableRandom(seed));
        AffineTransform back = forward(change, SHAPE, seed).createInverse();
        for (int i = 0; i < after.length; i++) {
          int row = i / SHAPE.width() % SHAPE.height();
          int column = i % SHAPE.width();
          Point2D source = back.transform(new Point2D.Double(column, row), null);
          double expected = reference(before, SHAPE, i / (SHAPE.height() * SHAPE.width()), source);
          assertThat((double) after[i]).isCloseTo(expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void keepsToPixelsAndTouchesNothingElse() {
    RandomAffine change = RandomAffine.defaults();
    float[] pixels = new float[SHAPE.elements() + 6];
    Arrays.fill(pixels, 1);
    for (long seed = 0; seed < 50; seed++) {
      change.apply(pixels, 3, SHAPE, new SplittableRandom(seed));
      for (int i = 0; i < 3; i++) {
        assertThat(pixels[i]).isEqualTo(1);
        assertThat(pixels[pixels.length - 1 - i]).isEqualTo(1);
      }
      for (float pixel : pixels) {
        assertThat(pixel).isBetween(0f, 1f);
      }
      Arrays.fill(pixels, 1);
    }
  }

  @Test
  void itsNameAloneReadsAsTheDefaults() {
    String text = "augmentation: [random-affine, {random-affine: {degrees: 20}}]";
    assertThat(Yaml.readText(text, "run.yaml", AugmentationTest.Choice.class).augmentation())
        .containsExactly(RandomAffine.defaults(), new RandomAffine(20, 10, 1.1, 0.1));
  }

  @Test
  void rangesAreChecked() {
    for (double[] wrong :
        new double[][] {
          {-1, 0, 1, 0},
          {181, 0, 1, 0},
          {0, 61, 1, 0},
          {0, 0, 0.9, 0},
          {0, 0, 11, 0},
          {0, 0, 1, 1},
          {Double.NaN, 0, 1, 0},
          {0, 0, 1, 0}
        }) {
      assertThatThrownBy(() -> new RandomAffine(wrong[0], wrong[1], wrong[2], wrong[3]))
          .isInstanceOf(InputException.class);
    }
  }
}
