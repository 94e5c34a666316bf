package org.widemargin.torch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * Where tensors are and are computed with. Tensors of one sum or product must be on one device.
 *
 * @param kind what it is
 * @param index which of its kind, from 0
 */
public record Device(Kind kind, int index) {
  /** The processor and its memory. */
  public static final Device CPU = new Device(Kind.CPU, 0);

  /** How a user writes devices. */
  static final String FORMS = "cpu, cuda, cuda:N or mps";

  private static final Pattern FORM = Pattern.compile("(cpu|mps|cuda|lazy)(?::([0-9]{1,3}))?");

  /** The kinds of devices. */
  public enum Kind {
    /** The processor. */
    CPU(DeviceType.CPU),
    /** A GPU by NVIDIA. */
    CUDA(DeviceType.CUDA),
    /** The GPU of a Mac. Written for, never run on. */
    MPS(DeviceType.MPS),
    /**
     * libtorch's lazy tensors: it records what is asked for and computes it later, on the
     * processor, and refuses to mix them with others. Nothing is gained by it; tests use it to find
     * tensors that were made on the wrong device.
     */
    LAZY(DeviceType.Lazy);

    private final DeviceType type;

    Kind(DeviceType type) {
      this.type = type;
    }

    private static Kind of(DeviceType type) {
      for (Kind kind : values()) {
        if (kind.type == type) {
          return kind;
        }
      }
      throw new IllegalStateException("a tensor is on a device of unknown kind, " + type);
    }
  }

  /** Checks the index. */
  public Device {
    InputException.require(
        index == 0 || (index > 0 && index <= Byte.MAX_VALUE && kind == Kind.CUDA),
        "expected a device %s, found %s number %d",
        FORMS,
        kind.name().toLowerCase(Locale.ROOT),
        index);
  }

  /**
   * Reads a device as it is written.
   *
   * @param text {@code cpu}, {@code mps}, {@code cuda} (the first) or {@code cuda:N}; {@code lazy}
   *     too, which no help names
   * @return the device, whether or not this machine has it
   * @throws InputException if it is written otherwise
   */
  public static Device parse(String text) {
    Matcher matcher = FORM.matcher(text);
    InputException.require(matcher.matches(), "expected a device %s, found '%s'", FORMS, text);
    @Nullable String index = matcher.group(2);
    return new Device(
        Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        index == null ? 0 : Integer.parseInt(index));
  }

  /** Whether {@link #parse} can read a text. */
  static boolean isWellFormed(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The device that a tensor is on.
   *
   * @param tensor any tensor
   * @return its device
   */
  public static Device of(Tensor tensor) {
    try (org.bytedeco.pytorch.Device device = tensor.device()) {
      Kind kind = Kind.of(device.type().intern());
      return kind == Kind.CPU ? CPU : new Device(kind, device.index());
    }
  }

  /**
   * Tells whether this is the processor.
   *
   * @return whether it is
   */
  public boolean isCpu() {
    return kind == Kind.CPU;
  }

  /** As the bindings name it, in the innermost scope. */
  org.bytedeco.pytorch.Device binding() {
    return isCpu()
        ? new org.bytedeco.pytorch.Device(kind.type)
        : new org.bytedeco.pytorch.Device(kind.type, (byte) index);
  }

  /** As a user writes it. */
  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.CUDA ? name + ":" + index : name;
  }
}
