package org.widemargin.network;

import org.bytedeco.pytorch.Tensor;

/**
 * A batch of which a pass sees a part, as the pass of another worker sees the rest. Batch
 * normalisation takes its statistics from all of it.
 */
public interface BatchMean {
  /**
   * From a mean over the samples of the pass, that over the batch.
   *
   * @param mean part of the graph
   * @return of the same shape, part of the graph; every worker's loss is differentiated through it
   */
  Tensor of(Tensor mean);

  /**
   * The size of the batch.
   *
   * @return how many samples all workers see together
   */
  long samples();
}
