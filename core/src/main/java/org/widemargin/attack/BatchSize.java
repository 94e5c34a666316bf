package org.widemargin.attack;

import org.widemargin.network.NetworkPlan;
import org.widemargin.network.NetworkSpec;

/** How many samples to attack at once. */
public final class BatchSize {
  private static final long BUDGET = 2L << 30;

  /** What a pass forward and back keeps or makes for each value between two layers, at most. */
  private static final int COPIES = 4;

  private BatchSize() {}

  /**
   * The largest batch whose values between layers fit into about 2 GiB, in float32.
   *
   * @param spec the network
   * @return from 1 to {@link AttackRun#DEFAULT_BATCH_SIZE}
   */
  public static int fitting(NetworkSpec spec) {
    long elements = spec.input().shape().elements();
    for (NetworkPlan.Entry entry : spec.plan().entries()) {
      elements +=
          entry.outputShape().stream().mapToLong(size -> size).reduce(1, Math::multiplyExact);
    }
    long bytes = elements * Float.BYTES * COPIES;
    return (int) Math.max(1, Math.min(AttackRun.DEFAULT_BATCH_SIZE, BUDGET / bytes));
  }
}
