package org.widemargin.torch;

import java.util.Arrays;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Reductions and indexing within each sample of a batch, where the first dimension counts the
 * samples. The names are PyTorch's.
 */
public final class PerSample {
  private PerSample() {}

  /**
   * Sums all elements of each sample.
   *
   * @param a {@code [N, ...]}
   * @return {@code [N]}
   */
  public static Tensor sum(Tensor a) {
    return a.dim() == 1 ? a : a.sum(sampleDimensions(a), false, new ScalarTypeOptional());
  }

  /**
   * How many elements each sample has.
   *
   * @param a {@code [N, ...]}
   * @return the product of all dimensions but the first
   */
  public static long elements(Tensor a) {
    long count = 1;
    for (int dimension = 1; dimension < a.dim(); dimension++) {
      count = Math.multiplyExact(count, a.size(dimension));
    }
    return count;
  }

  /**
   * The Euclidean length of each sample, by squares as they are: they may overflow or vanish.
   *
   * @param a {@code [N, ...]}, at least two dimensions
   * @return {@code [N]}
   */
  public static Tensor vectorNorm(Tensor a) {
    return torch.linalg_vector_norm(
        a, new Scalar(2), sampleDimensions(a), false, new ScalarTypeOptional());
  }

  /**
   * The largest element of each sample.
   *
   * @param a {@code [N, ...]}
   * @return {@code [N]}; NaN where a sample holds one
   */
  public static Tensor amax(Tensor a) {
    return a.dim() == 1 ? a : a.amax(sampleDimensions(a), false);
  }

  /**
   * The position of each row's largest element, the first of equals.
   *
   * @param a {@code [N, C]}
   * @return int64 {@code [N]}
   */
  public static Tensor argmax(Tensor a) {
    return a.argmax(new LongOptional(1), false);
  }

  /**
   * The positions of each row's largest elements, in descending order of value.
   *
   * @param a {@code [N, C]}
   * @param count how many
   * @return int64 {@code [N, count]}
   */
  public static Tensor topkIndices(Tensor a, int count) {
    return a.topk(count, 1, true, true).get1();
  }

  /**
   * The positions that would sort each row in descending order, equals in their order.
   *
   * @param a {@code [N, D]}
   * @return int64 {@code [N, D]}
   */
  public static Tensor argsortDescending(Tensor a) {
    return a.sort(new BoolOptional(true), 1, true).get1();
  }

  /**
   * Picks one element of each row.
   *
   * @param a {@code [N, C]}
   * @param indices {@code [N]}, int64
   * @return {@code [N]}
   */
  public static Tensor gather(Tensor a, Tensor indices) {
    return a.gather(1, indices.unsqueeze(1)).squeeze(1);
  }

  /**
   * Counts how many of each row's elements are level with its own one or larger, itself included.
   *
   * @param a {@code [N, C]}
   * @param indices of the rows' own elements, {@code [N]}, int64
   * @return int64 {@code [N]}: from 1, where the own one is the largest, to C; more than C where a
   *     row holds a NaN
   */
  public static Tensor rank(Tensor a, Tensor indices) {
    Tensor ahead = sum(a.ge(gather(a, indices).unsqueeze(1)));
    return ahead.add(sum(a.ne(a)).mul(new Scalar(a.size(1) + 1)));
  }

  /**
   * Writes one value into each row.
   *
   * @param a {@code [N, C]}
   * @param indices {@code [N]}, int64
   * @param value the value
   * @return a copy of {@code a} with {@code value} at each row's index
   */
  public static Tensor scatter(Tensor a, Tensor indices, double value) {
    return a.scatter(1, indices.unsqueeze(1), new Scalar(value));
  }

  /**
   * Shapes one number for each sample so that it broadcasts over that sample's elements.
   *
   * @param perSample {@code [N]}
   * @param like {@code [N, ...]}
   * @return {@code [N, 1, ...]}
   */
  public static Tensor broadcast(Tensor perSample, Tensor like) {
    long[] shape = new long[Math.toIntExact(like.dim())];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return perSample.reshape(shape);
  }

  /**
   * Flattens each sample.
   *
   * @param a {@code [N, ...]}
   * @return {@code [N, D]}
   */
  public static Tensor flatten(Tensor a) {
    return a.dim() == 2 ? a : a.reshape(a.size(0), -1);
  }

  private static long[] sampleDimensions(Tensor a) {
    long[] dimensions = new long[Math.toIntExact(a.dim()) - 1];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = i + 1L;
    }
    return dimensions;
  }
}
