package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.widemargin.torch.RandomStream;

/**
 * Turns, slants, scales and shifts the image about its middle, all in one step, by amounts that are
 * drawn for each image: the changes of torchvision's {@code RandomAffine}. Pixels between four are
 * interpolated in both directions; outside the image is zero, as black, and moves in.
 *
 * <p>0 degrees, a shear of 0, a scale of 1 and a shift of 0 leave that change out. All draws are
 * uniform, that of the scale in its logarithm, so that as many images shrink as grow.
 *
 * @param degrees the largest turn either way, from 0 to 180
 * @param shear the largest slant of the columns either way in degrees, from 0 to 60
 * @param scale the largest factor of the image's size, from 1 to 10; the least is 1 over it
 * @param shift the largest shift as a share of the image's height and width, from 0 to below 1
 */
public record RandomAffine(double degrees, double shear, double scale, double shift)
    implements Augmentation {
  private static final double HALF_TURN = 180;
  private static final double STEEPEST = 60;
  private static final double LARGEST = 10;

  /** Checks the ranges. */
  public RandomAffine {
    require(
        degrees >= 0 && degrees <= HALF_TURN, "expected degrees from 0 to 180, found %s", degrees);
    require(shear >= 0 && shear <= STEEPEST, "expected a shear from 0 to 60, found %s", shear);
    require(scale >= 1 && scale <= LARGEST, "expected a scale from 1 to 10, found %s", scale);
    require(
        shift >= 0 && shift < 1,
        "expected a shift from 0 to below 1, a share of the image's sides, found %s",
        shift);
    require(
        degrees > 0 || shear > 0 || scale > 1 || shift > 0,
        "random-affine changes nothing: expected degrees, shear or shift above 0, or a scale above"
            + " 1");
  }

  /**
   * For handwriting and for objects that stand upright.
   *
   * @return turned by up to 10 degrees, slanted by up to 10, a tenth larger or smaller, shifted by
   *     up to a tenth
   */
  public static RandomAffine defaults() {
    return new RandomAffine(10, 10, 1.1, 0.1);
  }

  @Override
  public void apply(float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
    Source source = draw(shape, random);
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < shape.channels(); channel++) {
      int start = offset + channel * plane;
      float[] before = Arrays.copyOfRange(pixels, start, start + plane);
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++) {
          pixels[start + row * shape.width() + column] =
              interpolated(before, shape, source.row(row, column), source.column(row, column));
        }
      }
    }
  }

  private Source draw(SampleShape.Image shape, SplittableRandom random) {
    double angle = Math.toRadians(degrees * RandomStream.eitherWay(random));
    double slant = StrictMath.tan(Math.toRadians(shear * RandomStream.eitherWay(random)));
    double factor = StrictMath.exp(StrictMath.log(scale) * RandomStream.eitherWay(random));
    double down = shift * shape.height() * RandomStream.eitherWay(random);
    double right = shift * shape.width() * RandomStream.eitherWay(random);
    double cosine = StrictMath.cos(angle) / factor;
    double sine = StrictMath.sin(angle) / factor;
    return new Source(
        (shape.height() - 1) / 2.0,
        (shape.width() - 1) / 2.0,
        down,
        right,
        cosine,
        -sine,
        sine - slant * cosine,
        cosine + slant * sine);
  }

  /**
   * Where a pixel of the changed image comes from: the changes undone in the opposite order.
   *
   * @param middleRow about which the image turns
   * @param middleColumn about which the image turns
   * @param down the shift
   * @param right the shift
   * @param rowOfRow how much further down in the source one row further down is
   * @param rowOfColumn how much further down in the source one column further right is
   * @param columnOfRow how much further right in the source one row further down is
   * @param columnOfColumn how much further right in the source one column further right is
   */
  private record Source(
      double middleRow,
      double middleColumn,
      double down,
      double right,
      double rowOfRow,
      double rowOfColumn,
      double columnOfRow,
      double columnOfColumn) {
    double row(int row, int column) {
      return middleRow
          + rowOfRow * (row - middleRow - down)
          + rowOfColumn * (column - middleColumn - right);
    }

    double column(int row, int column) {
      return middleColumn
          + columnOfRow * (row - middleRow - down)
          + columnOfColumn * (column - middleColumn - right);
    }
  }

  private static float interpolated(
      float[] plane, SampleShape.Image shape, double row, double column) {
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    double below = row - top;
    double beside = column - left;
    double upper =
        (1 - beside) * pixel(plane, shape, top, left) + beside * pixel(plane, shape, top, left + 1);
    double lower =
        (1 - beside) * pixel(plane, shape, top + 1, left)
            + beside * pixel(plane, shape, top + 1, left + 1);
    return (float) ((1 - below) * upper + below * lower);
  }

  private static float pixel(float[] plane, SampleShape.Image shape, int row, int column) {
    boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
    return inside ? plane[row * shape.width() + column] : 0;
  }
}
