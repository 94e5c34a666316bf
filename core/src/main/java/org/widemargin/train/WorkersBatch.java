package org.widemargin.train;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.network.BatchMean;
import org.widemargin.parallel.Workers;

/**
 * A batch that several workers see, each its own part.
 *
 * @param workers who
 * @param part how many samples this one sees
 * @param samples how many all of them see
 */
record WorkersBatch(Workers workers, long part, long samples) implements BatchMean {
  /** Asks the others how many samples they see. */
  static WorkersBatch of(Workers workers, long part) {
    return new WorkersBatch(workers, part, Math.round(workers.sums((double) part)[0]));
  }

  @Override
  public Tensor of(Tensor mean) {
    return workers.batchMean(mean, part);
  }
}
