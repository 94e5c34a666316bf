package org.widemargin.cli.option;

import org.jspecify.annotations.Nullable;
import org.widemargin.cli.machine.DefaultDevice;
import org.widemargin.torch.Device;
import org.widemargin.torch.DeviceChoice;
import picocli.CommandLine.Option;

/** The option that says what computes, of commands that make no run of their own. */
public final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "NAME",
      order = 80,
      completionCandidates = Candidates.DeviceNames.class,
      description =
          "What computes: auto, cpu, cuda, cuda:N or mps (untested). Default: "
              + DefaultDevice.VARIABLE
              + ", or auto: the first CUDA device where one is usable, else the processor.")
  private @Nullable String device;

  /** What the user asks for, here or in the environment. */
  public DeviceChoice choice() {
    return device == null ? DefaultDevice.chosen() : DeviceChoice.parse(device);
  }

  /**
   * The device that this means here.
   *
   * @throws org.widemargin.error.InputException if it is not usable
   */
  public Device here() {
    return choice().here();
  }
}
