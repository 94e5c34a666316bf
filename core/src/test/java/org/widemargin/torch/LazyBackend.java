package org.widemargin.torch;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.pytorch.PlacementConsumer;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Assumptions;

/**
 * libtorch's lazy tensors as a second device that every machine has: real values, computed on the
 * processor, and an error where they meet a tensor that is not on it.
 */
public final class LazyBackend {
  /** {@code torch::lazy::InitTorchScriptBackend()}, which the bindings do not name. */
  private static final String START = "_ZN5torch4lazy22InitTorchScriptBackendEv";

  private static boolean started;

  private LazyBackend() {}

  /** Starts the backend unless it runs; skips the test where this build of libtorch has none. */
  public static synchronized Device device() {
    if (!started) {
      Loader.load(torch.class);
      Pointer function = Loader.addressof(START);
      Assumptions.assumeTrue(function != null, "this build of libtorch has no lazy backend");
      // A function without arguments may be called with some, which it does not look at.
      try (PointerPointer<Pointer> holder = new PointerPointer<>(1)) {
        new PlacementConsumer(holder.put(0, function)).call(null, 0);
      }
      started = true;
    }
    return new Device(Device.Kind.LAZY, 0);
  }
}
