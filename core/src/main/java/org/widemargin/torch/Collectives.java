package org.widemargin.torch;

import java.time.Duration;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Sums and copies of tensors over several processes, by libtorch's own collectives: Gloo, over TCP.
 *
 * <p>Every process calls the same methods in the same order with tensors of the same shape and
 * element type; other shapes end the process without an exception, so compare them through the
 * {@link TextStore} first. Used by one thread. It holds native memory and connections: close it.
 *
 * <p>Gloo writes a line that begins with {@code [Gloo]} to standard output when processes meet.
 */
public final class Collectives implements AutoCloseable {
  private final ProcessGroupGloo group;
  private boolean closed;

  private Collectives(ProcessGroupGloo group) {
    this.group = group;
  }

  /**
   * Waits until all processes are there.
   *
   * @param store where they find each other
   * @param own the address of this process that others reach it by
   * @param rank which process this is, from 0
   * @param size how many there are
   * @param patience how long to wait for the others, here and in everything that follows
   * @return the connection to them
   * @throws CollectivesException if they are not there in time
   */
  public static Collectives join(
      TextStore store, String own, int rank, int size, Duration patience) {
    return CollectivesException.explained(
        () -> {
          try (PointerScope scope = new PointerScope()) {
            ProcessGroupGloo.Options options =
                ProcessGroupGloo.Options.create(new Milliseconds(patience.toMillis()));
            options.devices().push_back(ProcessGroupGloo.createDeviceForHostname(own));
            ProcessGroupGloo group = new ProcessGroupGloo(store.binding(), rank, size, options);
            group.retainReference();
            scope.detach(group);
            return new Collectives(group);
          }
        });
  }

  /**
   * Adds a tensor up over all processes, in place: every process has the same sum then, to the last
   * bit.
   *
   * @param tensor contiguous, on the processor, of float32 or float64; the sum afterwards
   * @throws CollectivesException if another process is lost, or does not come in time
   */
  public void sum(Tensor tensor) {
    CollectivesException.explained(
        () -> {
          try (PointerScope scope = new PointerScope()) {
            return group.allreduce(new TensorVector(tensor))._wait();
          }
        });
  }

  /**
   * Adds numbers up over all processes.
   *
   * @param numbers of this process, as many in each
   * @return the sums
   * @throws CollectivesException if another process is lost, or does not come in time
   */
  public double[] sum(double[] numbers) {
    try (Scope scope = Scope.open()) {
      Tensor sums = Tensors.of(Device.CPU, numbers, numbers.length);
      sum(sums);
      return Tensors.toDoubles(sums);
    }
  }

  /**
   * Copies a tensor from the first process to the others, in place.
   *
   * @param tensor contiguous, on the processor; that of the first afterwards
   * @throws CollectivesException if another process is lost, or does not come in time
   */
  public void copyFromFirst(Tensor tensor) {
    CollectivesException.explained(
        () -> {
          try (PointerScope scope = new PointerScope()) {
            return group
                .broadcast(new TensorVector(tensor), new BroadcastOptions().rootRank(0))
                ._wait();
          }
        });
  }

  /**
   * Copies bytes from the first process to the others.
   *
   * @param bytes those of the first; what the others give is not looked at
   * @return those of the first
   * @throws CollectivesException if another process is lost, or does not come in time
   */
  public byte[] copyFromFirst(byte[] bytes) {
    return CollectivesException.explained(
        () -> {
          try (PointerScope scope = new PointerScope()) {
            Tensor length = Tensors.of(Device.CPU, new double[] {bytes.length}, 1);
            copyFromFirst(length);
            int count = (int) length.item_double();
            BytePointer memory = new BytePointer((long) count);
            if (count == bytes.length) {
              memory.put(bytes, 0, count);
            }
            copyFromFirst(Tensors.over(memory, count));
            byte[] copied = new byte[count];
            memory.get(copied, 0, count);
            return copied;
          }
        });
  }

  /** Leaves the others. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      group.close();
    }
  }
}
