package org.widemargin.image;

import java.util.concurrent.Semaphore;

/**
 * Half of the heap, which pictures that are decoded at the same time share: small ones side by
 * side, large ones one after the other.
 */
final class DecodingMemory {
  private static final int MEGABYTES = (int) Math.max(1, available() >> 20);
  private static final Semaphore FREE = new Semaphore(MEGABYTES, true);

  private final int taken;

  private DecodingMemory(int taken) {
    this.taken = taken;
  }

  private static long available() {
    return Math.min(Runtime.getRuntime().maxMemory() / 2, (long) Integer.MAX_VALUE << 20);
  }

  /** Waits until there is room; what takes more than there is waits for all of it. */
  static DecodingMemory take(long bytes) {
    int wanted = (int) Math.min(MEGABYTES, Math.max(1, bytes >> 20));
    FREE.acquireUninterruptibly(wanted);
    return new DecodingMemory(wanted);
  }

  void giveBack() {
    FREE.release(taken);
  }
}
