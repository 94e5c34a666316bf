package org.widemargin.network;

import static org.widemargin.error.InputException.require;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.data.ValidRange;

/**
 * What a network takes.
 *
 * @param shape of one sample: {@code [C, H, W]} or {@code [D]}
 * @param range the smallest and largest valid value, for images {@code [0, 1]}; null where any
 *     number is valid
 */
public record InputSpec(SampleShape shape, @Nullable ValidRange range) {
  /** Checks that there is a shape. */
  public InputSpec {
    require(shape != null, "input: expected a shape [channels, height, width] or [features]");
  }

  /**
   * An image input with pixels in [0, 1].
   *
   * @param channels 1 or 3
   * @param height in pixels
   * @param width in pixels
   * @return the spec
   */
  public static InputSpec image(int channels, int height, int width) {
    return new InputSpec(new SampleShape.Image(channels, height, width), ValidRange.UNIT);
  }

  /**
   * A row of unbounded numbers.
   *
   * @param count how many
   * @return the spec
   */
  public static InputSpec features(int count) {
    return new InputSpec(new SampleShape.Features(count), null);
  }

  /**
   * What fits a data set.
   *
   * @param dataset the data set
   * @return its sample shape and valid range
   */
  public static InputSpec of(Dataset dataset) {
    return new InputSpec(dataset.sampleShape(), dataset.validRange().orElse(null));
  }

  /**
   * The valid range.
   *
   * @return empty where any number is valid
   */
  public Optional<ValidRange> validRange() {
    return Optional.ofNullable(range);
  }

  /**
   * The valid range of some samples, which attacks and searches keep to.
   *
   * @param samples what the network is given
   * @return the network's own, or where it has none the data set's; empty where any number is valid
   */
  public Optional<ValidRange> validRange(Dataset samples) {
    return validRange().or(samples::validRange);
  }

  /**
   * Refuses an image that the network cannot have learned from, such as one of bytes where it takes
   * numbers up to 1. Rows of tables may hold any numbers.
   *
   * @param sample its elements; the range's ends count as what they are in single precision
   * @param hint what to do, at the end of the message
   * @throws org.widemargin.error.InputException if an element is outside the valid range, or NaN
   */
  public void requirePixels(float[] sample, String hint) {
    if (range == null || !(shape instanceof SampleShape.Image)) {
      return;
    }
    for (float value : sample) {
      require(
          value >= (float) range.minimum() && value <= (float) range.maximum(),
          "expected pixels from %s to %s, found %s; %s",
          range.minimum(),
          range.maximum(),
          value,
          hint);
    }
  }
}
