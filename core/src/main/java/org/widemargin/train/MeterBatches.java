package org.widemargin.train;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.widemargin.data.Dataset;
import org.widemargin.torch.Scope;

/** Walks through a data set in order, one native scope for each batch, until it is stopped. */
final class MeterBatches {
  /** As many as are measured at once, unless the network is large. */
  static final int MOST = 250;

  private MeterBatches() {}

  /** A measurement was given up, because the run was asked to stop. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Hands out all samples.
   *
   * @param size how many at once
   * @throws Stopped between two batches, if that was asked for
   */
  static void forEach(Dataset dataset, int size, StopRequest stop, Consumer<int[]> work) {
    for (int start = 0; start < dataset.size(); start += size) {
      if (stop.requested()) {
        throw new Stopped();
      }
      int end = Math.min(dataset.size(), start + size);
      try (Scope scope = Scope.open()) {
        work.accept(IntStream.range(start, end).toArray());
      }
    }
  }
}
