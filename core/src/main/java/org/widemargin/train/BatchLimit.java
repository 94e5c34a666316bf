package org.widemargin.train;

import static org.widemargin.error.InputException.require;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;

/**
 * What a training step needs at least: the values between the layers, which are kept for the way
 * back. A system that runs out of memory kills the process without a word, so what cannot fit is
 * refused before.
 */
final class BatchLimit {
  private static final double GIB = 1L << 30;

  private BatchLimit() {}

  /**
   * Refuses a batch that this machine has no memory for. A device with memory of its own refuses by
   * itself, in words.
   *
   * @throws org.widemargin.error.InputException if it cannot fit
   */
  static void check(NetworkSpec network, int batchSize, Device device) {
    if (device.kind() == Device.Kind.CPU
        && ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      check(network, batchSize, system.getTotalMemorySize());
    }
  }

  /**
   * Refuses a batch that does not fit.
   *
   * @param memory of the machine, or of the container that the program runs in, in bytes
   */
  static void check(NetworkSpec network, int batchSize, long memory) {
    long sample =
        (network.input().shape().elements() + network.plan().values()) * (long) Float.BYTES;
    // The way back, the margin's own passes, the weights and the program want some, too.
    long fitting = Math.max(1, memory / 4 / sample);
    require(
        sample <= memory / batchSize,
        "expected a batch-size that fits into the memory of %.1f GiB, found %d: network '%s' keeps"
            + " %.1f GiB of values between its layers for it; try at most %d",
        memory / GIB,
        batchSize,
        network.name(),
        sample / GIB * batchSize,
        fitting);
  }
}
