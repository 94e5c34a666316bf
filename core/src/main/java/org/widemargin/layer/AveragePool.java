package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * Average-pooling.
 *
 * @param size the window's side
 * @param stride the window's step
 */
public record AveragePool(int size, int stride) implements Layer {
  /** Checks the sizes. */
  public AveragePool {
    require(size >= 1, "average-pool: expected a size of at least 1, found %d", size);
    require(stride >= 1, "average-pool: expected a stride of at least 1, found %d", stride);
  }

  static AveragePool defaults(int size) {
    return new AveragePool(size, /* stride= */ size);
  }

  @Override
  public String kind() {
    return "average-pool";
  }
}
