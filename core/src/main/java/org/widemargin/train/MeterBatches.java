package org.widemargin.train;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.widemargin.data.Dataset;
import org.widemargin.torch.Scope;

/** Walks through a data set in order, one native scope for each batch. */
final class MeterBatches {
  private static final int SIZE = 250;

  private MeterBatches() {}

  static void forEach(Dataset dataset, Consumer<int[]> work) {
    for (int start = 0; start < dataset.size(); start += SIZE) {
      int end = Math.min(dataset.size(), start + SIZE);
      try (Scope scope = Scope.open()) {
        work.accept(IntStream.range(start, end).toArray());
      }
    }
  }
}
