package org.widemargin.train;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.widemargin.data.Dataset;
import org.widemargin.torch.Scope;

/** Walks through a data set in order, one native scope for each batch, until it is stopped. */
final class MeterBatches {
  private MeterBatches() {}

  /**
   * Hands out all samples.
   *
   * @param dataset the samples
   * @param size how many at once
   * @param watch is told of every batch
   * @param work what is done with the indices of a batch
   * @throws EvaluationWatch.Stopped between two batches, if that was asked for
   */
  static void forEach(Dataset dataset, int size, EvaluationWatch watch, Consumer<int[]> work) {
    for (int start = 0; start < dataset.size(); start += size) {
      watch.heedStop();
      int[] batch = IntStream.range(start, Math.min(dataset.size(), start + size)).toArray();
      try (Scope scope = Scope.open()) {
        work.accept(batch);
      }
      watch.measured(batch.length);
    }
  }
}
