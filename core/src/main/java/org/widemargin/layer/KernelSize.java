package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * The size of a convolution's kernel. In a file a number where it is square, else the list {@code
 * [height, width]}.
 *
 * @param height rows
 * @param width columns
 */
public record KernelSize(int height, int width) {
  /** Checks the sizes. */
  public KernelSize {
    require(
        height >= 1 && width >= 1,
        "convolution: expected a kernel of at least 1, found %s",
        height == width ? Integer.toString(height) : height + " x " + width);
  }

  /**
   * Makes a square kernel.
   *
   * @param side rows and columns
   * @return the size
   */
  public static KernelSize square(int side) {
    return new KernelSize(side, side);
  }

  /** Reads a number or a list of two. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static KernelSize read(Object written) {
    List<Integer> numbers =
        WholeNumbers.read("convolution: kernel", "a number or [height, width]", written, 1, 2);
    return new KernelSize(numbers.get(0), numbers.get(numbers.size() - 1));
  }

  /** Writes what {@link #read} reads. */
  @JsonValue
  Object written() {
    return isSquare() ? (Object) height : List.of(height, width);
  }

  /**
   * Tells whether rows and columns are as many.
   *
   * @return true for a square kernel
   */
  public boolean isSquare() {
    return height == width;
  }
}
