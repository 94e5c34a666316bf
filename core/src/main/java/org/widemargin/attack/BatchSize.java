package org.widemargin.attack;

import org.widemargin.network.BatchMemory;
import org.widemargin.network.NetworkSpec;

/** How many samples to attack at once. */
public final class BatchSize {
  private BatchSize() {}

  /**
   * The largest batch whose values between layers fit into about 2 GiB, in float32.
   *
   * @param spec the network
   * @return from 1 to {@link AttackRun#DEFAULT_BATCH_SIZE}
   */
  public static int fitting(NetworkSpec spec) {
    return BatchMemory.forwardAndBack(spec, AttackRun.DEFAULT_BATCH_SIZE);
  }
}
