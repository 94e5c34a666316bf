package org.widemargin.data;

import static org.widemargin.error.InputException.require;

import java.util.SplittableRandom;
import org.widemargin.image.ImageBox;
import org.widemargin.image.Raster;
import org.widemargin.torch.RandomStream;

/**
 * Cuts a random part out of an image and stretches it to the image's size: "patches of the image
 * whose size is distributed evenly between 8 % and 100 % of the image area with aspect ratio
 * constrained to the interval [3/4, 4/3]" (Szegedy et al., Going Deeper with Convolutions, 2015,
 * section 6), drawn as by torchvision's {@code RandomResizedCrop}: the logarithm of the aspect
 * ratio is uniform, a part that does not fit is drawn again up to ten times, and then the largest
 * middle part of an allowed ratio is taken.
 *
 * <p>As the first change, and of a data set that decodes its images when they are asked for, the
 * part is cut out of the image as it is in its file; else out of the image as it was prepared, of 8
 * bits a channel.
 *
 * @param smallestArea the least share of the image's area, above 0
 * @param largestArea the largest, at most 1
 * @param widestAspect the largest width over height of a part, at least 1; the least is 1 over it
 */
public record RandomResizedCrop(double smallestArea, double largestArea, double widestAspect)
    implements Augmentation {
  private static final int ATTEMPTS = 10;
  private static final double WIDEST = 100;

  /** Checks the ranges. */
  public RandomResizedCrop {
    require(
        smallestArea > 0 && smallestArea <= largestArea && largestArea <= 1,
        "expected a smallest-area above 0 and at most largest-area, and that at most 1, found %s and"
            + " %s",
        smallestArea,
        largestArea);
    require(
        widestAspect >= 1 && widestAspect <= WIDEST,
        "expected a widest-aspect from 1 to %s, found %s",
        WIDEST,
        widestAspect);
  }

  /**
   * Inception's.
   *
   * @return 8 % to 100 % of the area, 3:4 to 4:3
   */
  public static RandomResizedCrop defaults() {
    return new RandomResizedCrop(0.08, 1, 4.0 / 3);
  }

  @Override
  public void apply(float[] pixels, int offset, SampleShape.Image shape, SplittableRandom random) {
    Raster whole =
        Raster.of(
            shape.channels(),
            shape.height(),
            shape.width(),
            PixelValues.bytes(pixels, offset, shape.elements()));
    Raster part = whole.part(part(shape.height(), shape.width(), random));
    byte[] resized = part.resized(shape.height(), shape.width()).pixels();
    PixelValues.scale(resized, 0, pixels, offset, resized.length);
  }

  /**
   * Draws a part.
   *
   * @param height rows of the image
   * @param width columns of the image
   * @param random where the draws come from
   * @return a part that lies inside the image
   */
  ImageBox part(int height, int width, SplittableRandom random) {
    double area = (double) height * width;
    double logarithm = StrictMath.log(widestAspect);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double wanted = area * (smallestArea + (largestArea - smallestArea) * random.nextDouble());
      double aspect = StrictMath.exp(logarithm * RandomStream.eitherWay(random));
      long partWidth = Math.round(Math.sqrt(wanted * aspect));
      long partHeight = Math.round(Math.sqrt(wanted / aspect));
      if (partWidth > 0 && partWidth <= width && partHeight > 0 && partHeight <= height) {
        int top = random.nextInt(height - (int) partHeight + 1);
        int left = random.nextInt(width - (int) partWidth + 1);
        return new ImageBox(top, left, (int) partHeight, (int) partWidth);
      }
    }
    return middle(height, width);
  }

  private ImageBox middle(int height, int width) {
    int partWidth = (int) Math.max(1, Math.min(width, Math.round(height * widestAspect)));
    int partHeight = (int) Math.max(1, Math.min(height, Math.round(width * widestAspect)));
    return new ImageBox((height - partHeight) / 2, (width - partWidth) / 2, partHeight, partWidth);
  }
}
