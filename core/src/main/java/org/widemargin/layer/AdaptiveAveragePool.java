package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * Average-pooling to a given size, whatever that of the image: row i of the output is the mean of
 * the rows from {@code floor(i * H / height)} to {@code ceil((i + 1) * H / height)}, and likewise
 * for columns.
 *
 * @param height rows of the output
 * @param width columns of the output
 */
public record AdaptiveAveragePool(int height, int width) implements Layer {
  /** Checks the sizes. */
  public AdaptiveAveragePool {
    require(
        height >= 1, "adaptive-average-pool: expected a height of at least 1, found %d", height);
    require(width >= 1, "adaptive-average-pool: expected a width of at least 1, found %d", width);
  }

  static AdaptiveAveragePool defaults(int height) {
    return new AdaptiveAveragePool(height, /* width= */ height);
  }

  @Override
  public String kind() {
    return "adaptive-average-pool";
  }
}
