package org.widemargin.network;

import java.util.Arrays;
import org.widemargin.error.InputException;

/** Arithmetic on sizes that a file states: exact, and with a limit. */
final class Sizes {
  /** The elements of one tensor: as many as one array, in which weights are kept, can hold. */
  static final int MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

  private Sizes() {}

  /**
   * The number of elements of a shape.
   *
   * @throws InputException if there are more than {@value #MOST_ELEMENTS}
   */
  static int product(String what, int... sizes) {
    long product = 1;
    for (int size : sizes) {
      // Neither factor passes 2^31, so that this cannot overflow.
      product = Math.min(product * size, Integer.MAX_VALUE);
    }
    InputException.require(
        product <= MOST_ELEMENTS,
        "%s: expected at most %d elements, found the shape %s",
        what,
        MOST_ELEMENTS,
        Arrays.toString(sizes));
    return (int) product;
  }
}
