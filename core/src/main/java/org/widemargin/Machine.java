package org.widemargin;

import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.torch.NativeRuntime;

/** What computes where nobody says it. */
final class Machine {
  private static final String VARIABLE = "OMP_NUM_THREADS";

  private Machine() {}

  /** Loads the native libraries, with as many threads as suit the machine, and finds a device. */
  static Device prepare() {
    ProcessSettings.prepare(threads());
    NativeRuntime.initialise(threads());
    return DeviceChoice.AUTO.here();
  }

  /** As many as the environment asks for, else as there are processors. */
  static int threads() {
    String asked = System.getenv(VARIABLE);
    return asked != null && asked.matches("[1-9]\\d{0,3}")
        ? Integer.parseInt(asked)
        : Runtime.getRuntime().availableProcessors();
  }
}
