package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * Zeros around an image, side by side. In a file a number where it is the same everywhere, the list
 * {@code [vertical, horizontal]} where opposite sides are alike, else {@code [top, bottom, left,
 * right]}.
 *
 * @param top rows above
 * @param bottom rows below
 * @param left columns before
 * @param right columns after
 */
public record Padding(int top, int bottom, int left, int right) {
  /** None at all. */
  public static final Padding NONE = all(0);

  /** Checks the sizes. */
  public Padding {
    require(
        Math.min(Math.min(top, bottom), Math.min(left, right)) >= 0,
        "convolution: expected a padding of at least 0, found %s",
        top == bottom && bottom == left && left == right
            ? Integer.toString(top)
            : List.of(top, bottom, left, right).toString());
  }

  /**
   * The same on every side.
   *
   * @param side zeros
   * @return the padding
   */
  public static Padding all(int side) {
    return new Padding(side, side, side, side);
  }

  /**
   * The same on opposite sides.
   *
   * @param vertical rows above and below
   * @param horizontal columns before and after
   * @return the padding
   */
  public static Padding symmetric(int vertical, int horizontal) {
    return new Padding(vertical, vertical, horizontal, horizontal);
  }

  /** Reads a number, or a list of two or four. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Padding read(Object written) {
    List<Integer> sides =
        WholeNumbers.read(
            "convolution: padding",
            "a number, [vertical, horizontal] or [top, bottom, left, right]",
            written,
            1,
            2,
            4);
    return switch (sides.size()) {
      case 1 -> all(sides.get(0));
      case 2 -> symmetric(sides.get(0), sides.get(1));
      default -> new Padding(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
    };
  }

  /** Writes what {@link #read} reads, as short as it can be. */
  @JsonValue
  Object written() {
    if (!isSymmetric()) {
      return List.of(top, bottom, left, right);
    }
    return top == left ? (Object) top : List.of(top, left);
  }

  /**
   * Tells whether opposite sides are alike.
   *
   * @return true also for no padding
   */
  public boolean isSymmetric() {
    return top == bottom && left == right;
  }
}
