package org.widemargin.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.widemargin.error.InputException;

/**
 * The shape of one sample, without the batch dimension: an image {@code [C, H, W]} or a row of
 * features {@code [D]}.
 *
 * <p>In YAML and JSON it is the list of its dimensions.
 */
public sealed interface SampleShape {
  /**
   * An image.
   *
   * @param channels 1 for greyscale, 3 for RGB
   * @param height rows of pixels
   * @param width columns of pixels
   */
  record Image(int channels, int height, int width) implements SampleShape {
    /** Checks that the image has at least one element, and no more than an array can hold. */
    public Image {
      InputException.require(
          channels > 0 && height > 0 && width > 0,
          "a sample shape needs positive dimensions, found %dx%dx%d (channels x height x width)",
          channels,
          height,
          width);
      InputException.require(
          (double) channels * height * width < Integer.MAX_VALUE,
          "a sample shape of %dx%dx%d (channels x height x width) is too large for one array",
          channels,
          height,
          width);
    }

    @Override
    public int elements() {
      return channels * height * width;
    }

    @Override
    public int[] dimensions() {
      return new int[] {channels, height, width};
    }

    @Override
    public String toString() {
      return channels + "x" + height + "x" + width;
    }
  }

  /**
   * A row of numbers.
   *
   * @param count how many
   */
  record Features(int count) implements SampleShape {
    /** Checks that there is at least one feature. */
    public Features {
      InputException.require(count > 0, "a sample needs at least one feature, found %d", count);
    }

    @Override
    public int elements() {
      return count;
    }

    @Override
    public int[] dimensions() {
      return new int[] {count};
    }

    @Override
    public String toString() {
      return Integer.toString(count);
    }
  }

  /** {@return the number of elements of one sample} */
  int elements();

  /** {@return the dimensions without the batch: {@code [C, H, W]} or {@code [D]}; a fresh array} */
  @JsonValue
  int[] dimensions();

  /**
   * Makes the shape with the given dimensions.
   *
   * @param dimensions three for an image {@code [C, H, W]}, one for features {@code [D]}
   * @return the shape
   * @throws InputException if there are neither one nor three dimensions, or one is not positive
   */
  @JsonCreator
  static SampleShape of(List<Integer> dimensions) {
    return switch (dimensions.size()) {
      case 1 -> new Features(dimensions.get(0));
      case 3 -> new Image(dimensions.get(0), dimensions.get(1), dimensions.get(2));
      default ->
          throw new InputException(
              "a sample shape has three dimensions (channels, height, width) or one (features),"
                  + " found "
                  + dimensions);
    };
  }
}
