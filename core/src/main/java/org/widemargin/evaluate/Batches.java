package org.widemargin.evaluate;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts lists of samples into batches. */
public final class Batches {
  private Batches() {}

  /**
   * The samples from 0 on.
   *
   * @param count how many
   * @return 0, 1, ..., count - 1
   */
  public static int[] first(int count) {
    int[] samples = new int[count];
    Arrays.setAll(samples, i -> i);
    return samples;
  }

  /**
   * Cuts samples into batches, in order.
   *
   * @param samples the samples
   * @param batchSize the most samples in a batch
   * @return the batches; only the last may be smaller
   * @throws org.widemargin.error.InputException if the batch size is below 1
   */
  public static List<int[]> of(int[] samples, int batchSize) {
    require(batchSize >= 1, "expected a batch size of at least 1, found %d", batchSize);
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < samples.length; from += batchSize) {
      int to = Math.min(samples.length, from + batchSize);
      batches.add(Arrays.copyOfRange(samples, from, to));
    }
    return batches;
  }
}
