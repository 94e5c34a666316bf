package org.widemargin.torch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * What a user asks to compute on.
 *
 * @param device null for the best there is
 */
public record DeviceChoice(@Nullable Device device) {
  /** The first CUDA device where one is usable, else the processor. */
  public static final DeviceChoice AUTO = new DeviceChoice(null);

  private static final String AUTO_WORD = "auto";

  /**
   * Reads a choice.
   *
   * @param text {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:N} or {@code mps}
   * @return the choice, whether or not this machine has the device
   * @throws InputException if it is written otherwise
   */
  @JsonCreator
  public static DeviceChoice parse(String text) {
    if (text.equals(AUTO_WORD)) {
      return AUTO;
    }
    InputException.require(
        Device.isWellFormed(text), "expected a device auto, %s, found '%s'", Device.FORMS, text);
    return new DeviceChoice(Device.parse(text));
  }

  /**
   * The device that this means here. Loads the native libraries.
   *
   * @return a device that is usable
   * @throws InputException saying why the device that was asked for is not usable
   */
  public Device here() {
    if (device == null) {
      Device first = new Device(Device.Kind.CUDA, 0);
      return Devices.whyNotUsable(first).isEmpty() ? first : Device.CPU;
    }
    Devices.require(device);
    return device;
  }

  /** As a user writes it. */
  @JsonValue
  @Override
  public String toString() {
    return device == null ? AUTO_WORD : device.toString();
  }
}
