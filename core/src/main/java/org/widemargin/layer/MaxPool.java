package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

import org.widemargin.config.OmitDefault;

/**
 * Max-pooling.
 *
 * @param size the window's side
 * @param stride the window's step
 * @param padding places around the image that windows reach but that never win; at most half the
 *     window
 */
public record MaxPool(int size, int stride, @OmitDefault int padding) implements Layer {
  /** Checks the sizes. */
  public MaxPool {
    require(size >= 1, "max-pool: expected a size of at least 1, found %d", size);
    require(stride >= 1, "max-pool: expected a stride of at least 1, found %d", stride);
    require(
        padding >= 0 && padding <= size / 2,
        "max-pool: expected a padding from 0 to half the size, %d, found %d",
        size / 2,
        padding);
  }

  /**
   * Max-pooling without padding.
   *
   * @param size the window's side
   * @param stride the window's step
   */
  public MaxPool(int size, int stride) {
    this(size, stride, /* padding= */ 0);
  }

  static MaxPool defaults(int size) {
    return new MaxPool(size, /* stride= */ size);
  }

  @Override
  public String kind() {
    return "max-pool";
  }
}
