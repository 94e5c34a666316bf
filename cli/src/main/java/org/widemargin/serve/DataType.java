package org.widemargin.serve;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.widemargin.web.Refusal;

/** The protocol's types of numbers that samples may have. */
enum DataType {
  /** Single precision. */
  FP32,
  /** Double precision, for the columns of tables. */
  FP64,
  /** Unsigned bytes: pixels from 0 to 255. */
  UINT8;

  private static final double BRIGHTEST = 255;

  static DataType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.WRONG,
                    "expected a datatype of "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))
                        + ", found '"
                        + name
                        + "'"));
  }

  /**
   * What the network knows this as.
   *
   * @param pixels whether samples are images, whose bytes mean values in [0,1]
   */
  double[] values(double[] sent, boolean pixels) {
    for (double value : sent) {
      boolean fits =
          this == UINT8
              ? value >= 0 && value <= BRIGHTEST && value == Math.rint(value)
              : Double.isFinite((float) value);
      if (!fits) {
        throw new Refusal(
            Refusal.WRONG, "expected finite numbers of datatype " + name() + ", found " + value);
      }
    }
    return this == UINT8 && pixels ? asPixels(sent) : sent;
  }

  /** As images are read: in single precision. */
  private static double[] asPixels(double[] bytes) {
    double[] pixels = new double[bytes.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) bytes[i] / (float) BRIGHTEST;
    }
    return pixels;
  }
}
