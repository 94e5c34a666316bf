package org.widemargin.torch;

import java.util.OptionalLong;
import org.bytedeco.pytorch.Stat;
import org.bytedeco.pytorch.global.torch_cuda;

/** The memory that tensors take on a device. */
public final class DeviceMemory {
  private DeviceMemory() {}

  /**
   * How much memory a piece of work needs at most, beyond what was in use before.
   *
   * @param device what it computes on
   * @param work the work
   * @return bytes of the device's own memory, or of this process for the processor; empty where
   *     that cannot be asked
   */
  public static OptionalLong peakOf(Device device, Runnable work) {
    if (device.kind() != Device.Kind.CUDA) {
      return ResidentMemory.peakOf(work);
    }
    OptionalLong before = allocated(device);
    if (before.isPresent()) {
      torch_cuda.getAllocator().resetPeakStats((byte) device.index());
    }
    work.run();
    Devices.synchronize(device);
    if (before.isEmpty()) {
      return before;
    }
    try (Scope scope = Scope.open()) {
      return OptionalLong.of(bytes(device).peak() - before.getAsLong());
    }
  }

  /**
   * What tensors hold of a CUDA device's memory now.
   *
   * @param device any device
   * @return bytes; empty if it is none of CUDA's, or the bindings of CUDA's own libraries are not
   *     there to ask
   */
  public static OptionalLong allocated(Device device) {
    if (device.kind() != Device.Kind.CUDA) {
      return OptionalLong.empty();
    }
    try (Scope scope = Scope.open()) {
      return OptionalLong.of(bytes(device).current());
    } catch (LinkageError e) {
      return OptionalLong.empty();
    }
  }

  /** The first of the allocator's figures is that of all kinds of its blocks together. */
  private static Stat bytes(Device device) {
    return torch_cuda.getAllocator().getDeviceStats((byte) device.index()).allocated_bytes();
  }
}
