package org.widemargin.network;

import static org.widemargin.InputException.require;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a network takes.
 *
 * @param shape of one sample: {@code [C, H, W]} or {@code [D]}
 * @param range the smallest and largest valid value, for images {@code [0, 1]}; null where any number is valid
 */
public record InputSpec(List<Integer> shape, @Nullable List<Double> range) {
  /** Checks the shape and the range. */
  public InputSpec {
    require(
        shape != null && (shape.size() == 1 || shape.size() == 3),
        "input: expected a shape [channels, height, width] or [features], found %s",
        shape);
    shape = List.copyOf(shape);
    for (int size : shape) {
      require(size >= 1, "input: expected sizes of at least 1, found %s", shape);
    }
    if (range != null) {
      require(
          range.size() == 2 && range.get(0) < range.get(1),
          "input: expected a range [smallest, largest], found %s",
          range);
      range = List.copyOf(range);
    }
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
    return new InputSpec(List.of(channels, height, width), List.of(0.0, 1.0));
  }

  /**
   * A row of unbounded numbers.
   *
   * @param count how many
   * @return the spec
   */
  public static InputSpec features(int count) {
    return new InputSpec(List.of(count), null);
  }

  /**
   * The valid range.
   *
   * @return empty where any number is valid
   */
  public Optional<ValidRange> validRange() {
    return range == null
        ? Optional.empty()
        : Optional.of(new ValidRange(range.get(0), range.get(1)));
  }
}
