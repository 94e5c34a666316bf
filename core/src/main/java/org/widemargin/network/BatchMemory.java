package org.widemargin.network;

/** How many samples a network takes at once without needing gigabytes. */
public final class BatchMemory {
  private static final long BUDGET = 2L << 30;

  /** What a pass forward and back keeps or makes for each value between two layers, at most. */
  private static final int COPIES = 4;

  private BatchMemory() {}

  /**
   * The largest batch whose values between layers, which a forward pass keeps, fit into about 2
   * GiB, in float32.
   *
   * @param spec the network
   * @param most what is enough
   * @return from 1 to {@code most}
   */
  public static int forward(NetworkSpec spec, int most) {
    return fitting(spec, 1, most);
  }

  /**
   * The same for passes forward and back, which need about four times as much.
   *
   * @param spec the network
   * @param most what is enough
   * @return from 1 to {@code most}
   */
  public static int forwardAndBack(NetworkSpec spec, int most) {
    return fitting(spec, COPIES, most);
  }

  private static int fitting(NetworkSpec spec, int copies, int most) {
    long elements = spec.input().shape().elements() + spec.plan().values();
    long bytes = elements * Float.BYTES * copies;
    return (int) Math.max(1, Math.min(most, BUDGET / bytes));
  }
}
