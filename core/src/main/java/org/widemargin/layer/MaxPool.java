package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * Max-pooling.
 *
 * @param size the window's side
 * @param stride the window's step
 */
public record MaxPool(int size, int stride) implements Layer {
  /** Checks the sizes. */
  public MaxPool {
    require(size >= 1, "max-pool: expected a size of at least 1, found %d", size);
    require(stride >= 1, "max-pool: expected a stride of at least 1, found %d", stride);
  }

  static MaxPool defaults(int size) {
    return new MaxPool(size, /* stride= */ size);
  }

  @Override
  public String kind() {
    return "max-pool";
  }
}
