package org.widemargin.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.widemargin.error.InputException;

/** What this machine can compute on. Asking loads the native libraries. */
public final class Devices {
  /** What a small product must come to on every device, exactly. */
  private static final double CHECKED_PRODUCT = 11;

  private Devices() {}

  /**
   * A device of this machine, or a kind of which it has none.
   *
   * @param device the first of its kind where there is none
   * @param name what it is called; empty if it does not say
   * @param memoryBytes its own memory; 0 if it has none of its own or does not say
   * @param whyNot why it cannot be used; empty if it can
   */
  public record Found(Device device, String name, long memoryBytes, Optional<String> whyNot) {}

  /**
   * Looks for devices and computes a little on each.
   *
   * @return the processor, then every CUDA device or one line on why there is none, then MPS
   */
  public static List<Found> all() {
    NativeLibraries.require();
    List<Found> all = new ArrayList<>();
    all.add(found(Device.CPU));
    for (int index = 0; index < Math.max(1, torch.cuda_device_count()); index++) {
      all.add(found(new Device(Device.Kind.CUDA, index)));
    }
    all.add(found(new Device(Device.Kind.MPS, 0)));
    return List.copyOf(all);
  }

  private static Found found(Device device) {
    Optional<String> whyNot = whyNotUsable(device);
    boolean described = whyNot.isEmpty() && device.kind() == Device.Kind.CUDA;
    CudaDescription description = described ? CudaDescription.of(device) : CudaDescription.UNKNOWN;
    return new Found(device, description.name(), description.memoryBytes(), whyNot);
  }

  /**
   * What a device is called.
   *
   * @param device one that is usable
   * @return its name; empty if it does not say
   */
  public static String name(Device device) {
    return device.kind() == Device.Kind.CUDA ? CudaDescription.of(device).name() : "";
  }

  /**
   * Says why a device cannot be used here.
   *
   * @param device any device
   * @return the reason and what can be done; empty if a small computation on it is right
   */
  public static Optional<String> whyNotUsable(Device device) {
    NativeLibraries.require();
    Optional<String> missing =
        switch (device.kind()) {
          case CPU, LAZY -> Optional.empty();
          case CUDA -> whyNoCuda(device.index());
          case MPS ->
              torch.hasMPS()
                  ? Optional.empty()
                  : Optional.of(
                      "this build of libtorch has no MPS, which needs a Mac with its GPU");
        };
    return missing.isPresent() ? missing : whyWrong(device);
  }

  private static Optional<String> whyNoCuda(int index) {
    if (!Context.hasCUDART()) {
      return Optional.of(
          "this build of libtorch computes on the CPU alone; on Linux x86_64 the Maven profile"
              + " linux-x86_64-gpu chooses one for CUDA (README, \"On a GPU\")");
    }
    int count = torch.cuda_is_available() ? torch.cuda_device_count() : 0;
    if (count == 0) {
      return Optional.of(
          "libtorch finds no CUDA device; look at nvidia-smi (the driver must be one for CUDA 13),"
              + " and at CUDA_VISIBLE_DEVICES");
    }
    return index < count
        ? Optional.empty()
        : Optional.of(
            String.format(Locale.ROOT, "there are %d CUDA devices, numbered from 0", count));
  }

  /** A device that is there may still be too old for this build's machine code. */
  private static Optional<String> whyWrong(Device device) {
    try (Scope scope = Scope.open()) {
      float[] values = {1, 2, 3};
      double found = Tensors.toDouble(weighted(Tensors.of(device, values, 3)));
      return found == CHECKED_PRODUCT
          ? Optional.empty()
          : Optional.of(
              "a small sum on it comes to %s, expected %s".formatted(found, CHECKED_PRODUCT));
    } catch (RuntimeException e) {
      // libtorch's own words; a stack trace in C++ follows the first line.
      String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return Optional.of("a small computation on it fails: " + words);
    }
  }

  /** 1, 2, 3 come to 2 + 3 * 3. */
  private static org.bytedeco.pytorch.Tensor weighted(org.bytedeco.pytorch.Tensor values) {
    return values.matmul(values).sub(values.select(0, 2));
  }

  /**
   * Checks that a device can be used here.
   *
   * @param device any device
   * @throws InputException with the reason and what to do, if it cannot
   */
  public static void require(Device device) {
    Optional<String> why = whyNotUsable(device);
    InputException.require(
        why.isEmpty(),
        "expected a device that is usable here, found %s: %s; or choose --device cpu",
        device,
        why.orElse(""));
  }

  /**
   * Waits until everything that was asked of a device is computed; a clock tells nothing before.
   *
   * @param device one that is usable; the processor is always done
   */
  public static void synchronize(Device device) {
    switch (device.kind()) {
      case CPU, LAZY -> {}
      case CUDA -> torch.cuda_synchronize(device.index());
      case MPS -> torch.synchronizeDevice((byte) device.index());
    }
  }
}
