package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * Two-dimensional convolution.
 *
 * @param channels output channels
 * @param kernel side of the square kernel
 * @param stride the same in both directions
 * @param padding zeros on each side
 * @param bias whether it adds a bias
 */
public record Convolution(int channels, int kernel, int stride, int padding, boolean bias)
    implements Layer {
  /** Checks the sizes. */
  public Convolution {
    require(channels >= 1, "convolution: expected channels of at least 1, found %d", channels);
    require(kernel >= 1, "convolution: expected a kernel of at least 1, found %d", kernel);
    require(stride >= 1, "convolution: expected a stride of at least 1, found %d", stride);
    require(padding >= 0, "convolution: expected a padding of at least 0, found %d", padding);
  }

  static Convolution defaults(int channels, int kernel) {
    return new Convolution(channels, kernel, /* stride= */ 1, /* padding= */ 0, /* bias= */ true);
  }

  @Override
  public String kind() {
    return "convolution";
  }
}
