package org.widemargin.boundary;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.torch.Tensors;

/**
 * Where the samples' walks to the boundary got.
 *
 * @param step from the samples, {@code [M, ...]}
 * @param beyond the distances of those that are as far as is asked for, {@code [M]}, NaN for the
 *     others; absent where nobody was asked
 */
record Arrival(Tensor step, @Nullable Tensor beyond) {
  /**
   * The library prepares each convolution anew for every size of batch that it has not met: smaller
   * batches are filled up to a multiple of this.
   */
  private static final int GRAIN = 8;

  /**
   * Those whose distance is to be taken where they got: all that are not far enough, and as many of
   * the others as fill the batch up, so that there is always one.
   *
   * @param beyond as above
   * @return in ascending order
   */
  static int[] unfinished(Tensor beyond) {
    double[] distances = Tensors.toDoubles(beyond);
    int[] near = near(distances);
    int size = Math.min(distances.length, Math.max(GRAIN, roundedUp(near.length)));
    IntStream far = IntStream.range(0, distances.length).filter(i -> !Double.isNaN(distances[i]));
    return IntStream.concat(Arrays.stream(near), far.limit(size - near.length)).sorted().toArray();
  }

  /** The places of those that are not far enough. */
  static int[] near(double[] distances) {
    return IntStream.range(0, distances.length).filter(i -> Double.isNaN(distances[i])).toArray();
  }

  /** Filled up with the first of them; there is one. */
  static int[] filled(int[] rows) {
    int[] filled = Arrays.copyOf(rows, roundedUp(rows.length));
    Arrays.fill(filled, rows.length, filled.length, rows[0]);
    return filled;
  }

  private static int roundedUp(int count) {
    return (count + GRAIN - 1) / GRAIN * GRAIN;
  }
}
