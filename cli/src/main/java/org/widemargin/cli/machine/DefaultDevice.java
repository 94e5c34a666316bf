package org.widemargin.cli.machine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;
import org.widemargin.torch.DeviceChoice;

/** What to compute on where no option says it. */
public final class DefaultDevice {
  /** The environment variable. */
  public static final String VARIABLE = "WIDEMARGIN_DEVICE";

  private DefaultDevice() {}

  /**
   * What the environment asks for.
   *
   * @return empty if it says nothing
   * @throws InputException naming the variable, if it says something else
   */
  public static Optional<DeviceChoice> fromEnvironment() {
    return parse(System.getenv(VARIABLE));
  }

  static Optional<DeviceChoice> parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DeviceChoice.parse(text));
    } catch (InputException e) {
      throw new InputException(VARIABLE + ": " + e.getMessage());
    }
  }

  /** What the environment asks for, else auto. */
  public static DeviceChoice chosen() {
    return fromEnvironment().orElse(DeviceChoice.AUTO);
  }
}
