package org.widemargin.train;

import org.widemargin.network.BatchMemory;
import org.widemargin.network.NetworkSpec;

/**
 * How much is measured at once and in all, so that an evaluation between two steps takes seconds to
 * minutes with any network. A function of network and configuration alone: other machines measure
 * the same.
 *
 * @param multiplyAdds what one sample costs
 * @param fitting how many samples at once fit into a little memory
 */
record EvaluationSize(long multiplyAdds, int fitting) {
  private static final int LARGEST_BATCH = 250;
  private static final int FEWEST_SAMPLES = 32;

  /** A second or two on one core: between two batches a request to stop is heeded. */
  private static final long OF_A_BATCH = 70_000_000_000L;

  /** Some twenty seconds on two cores. */
  private static final long OF_A_PART = 2_000_000_000_000L;

  /**
   * Samples that go through the network forward, and back to all layers for each competitor.
   *
   * @param network the network
   * @param competitors how often back; 0 for the forward pass alone
   */
  static EvaluationSize of(NetworkSpec network, int competitors) {
    long cost = Math.max(1, network.plan().multiplyAdds() * (1 + competitors));
    int fitting =
        competitors == 0
            ? BatchMemory.forward(network, LARGEST_BATCH)
            : BatchMemory.forwardAndBack(network, LARGEST_BATCH);
    return new EvaluationSize(cost, fitting);
  }

  /** How many samples at once. */
  int batch() {
    return (int) Math.max(1, Math.min(fitting, OF_A_BATCH / multiplyAdds));
  }

  /** How many samples of a part, where so many are there: all, unless that would take long. */
  int atMost(int available) {
    return (int) Math.min(available, Math.max(FEWEST_SAMPLES, OF_A_PART / multiplyAdds));
  }
}
