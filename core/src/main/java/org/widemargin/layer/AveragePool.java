package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

import org.widemargin.config.OmitDefault;

/**
 * Average-pooling.
 *
 * @param size the window's side
 * @param stride the window's step
 * @param padding zeros on each side; at most half the window
 * @param countIncludePad whether the padding's zeros count in the mean; false averages only what
 *     lies in the image, as TensorFlow does
 */
public record AveragePool(
    int size, int stride, @OmitDefault int padding, @OmitDefault boolean countIncludePad)
    implements Layer {
  /** Checks the sizes. */
  public AveragePool {
    require(size >= 1, "average-pool: expected a size of at least 1, found %d", size);
    require(stride >= 1, "average-pool: expected a stride of at least 1, found %d", stride);
    require(
        padding >= 0 && padding <= size / 2,
        "average-pool: expected a padding from 0 to half the size, %d, found %d",
        size / 2,
        padding);
  }

  /**
   * Average-pooling without padding.
   *
   * @param size the window's side
   * @param stride the window's step
   */
  public AveragePool(int size, int stride) {
    this(size, stride, /* padding= */ 0, /* countIncludePad= */ true);
  }

  static AveragePool defaults(int size) {
    return new AveragePool(size, /* stride= */ size);
  }

  @Override
  public String kind() {
    return "average-pool";
  }
}
