package org.widemargin.serve;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.widemargin.web.Refusal;

/**
 * A tensor as it was sent.
 *
 * @param name of the input
 * @param type of its numbers
 * @param shape the first dimension counts the samples
 * @param data in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
record InferenceInput(String name, DataType type, List<Long> shape, double[] data) {
  static final String NAME = "input";

  /**
   * Cuts the tensor into samples.
   *
   * @param expected the shape of one sample
   * @throws Refusal if name, shape or number of values do not fit
   */
  List<double[]> samples(int[] expected) {
    List<Long> one = Arrays.stream(expected).mapToObj(Long::valueOf).toList();
    require(name.equals(NAME), "expected the input '" + NAME + "', found '" + name + "'");
    boolean fits =
        shape.size() == one.size() + 1
            && shape.subList(1, shape.size()).equals(one)
            && shape.get(0) >= 1;
    require(
        fits,
        "expected the shape [N, "
            + one.toString().substring(1)
            + " with at least one sample, found "
            + shape);
    int elements = Math.toIntExact(one.stream().reduce(1L, (a, b) -> a * b));
    require(
        data.length % elements == 0 && data.length / elements == shape.get(0),
        "expected "
            + shape.get(0)
            + " times "
            + elements
            + " numbers of data, found "
            + data.length);
    return IntStream.range(0, data.length / elements)
        .mapToObj(i -> Arrays.copyOfRange(data, i * elements, (i + 1) * elements))
        .toList();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new Refusal(Refusal.WRONG, message);
    }
  }
}
