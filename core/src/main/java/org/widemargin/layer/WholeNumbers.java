package org.widemargin.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.widemargin.error.InputException;

/** Reads sizes that a file gives as one number or as several. */
final class WholeNumbers {
  private WholeNumbers() {}

  /**
   * The numbers.
   *
   * @param what is read
   * @param expected how it is written
   * @param written a number or a list of numbers
   * @param counts how many there may be
   * @throws InputException for anything else
   */
  static List<Integer> read(String what, String expected, Object written, int... counts) {
    List<Integer> numbers = new ArrayList<>();
    for (Object each : written instanceof List<?> list ? list : List.of(written)) {
      if (each instanceof Integer number) {
        numbers.add(number);
      }
    }
    int found = written instanceof List<?> list ? list.size() : 1;
    InputException.require(
        numbers.size() == found && Arrays.stream(counts).anyMatch(count -> count == found),
        "%s: expected %s, found %s",
        what,
        expected,
        written);
    return numbers;
  }
}
