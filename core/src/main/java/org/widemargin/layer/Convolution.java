package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

import org.widemargin.config.OmitDefault;

/**
 * Two-dimensional convolution.
 *
 * @param channels output channels
 * @param kernel rows and columns of the kernel
 * @param stride the same in both directions
 * @param padding zeros on each side
 * @param bias whether it adds a bias
 * @param dilation the step between the kernel's taps, the same in both directions; 1 for neighbours
 * @param groups input and output channels are divided into as many parts, each convolved by itself;
 *     as many as input channels make it depthwise
 */
public record Convolution(
    int channels,
    KernelSize kernel,
    int stride,
    Padding padding,
    boolean bias,
    @OmitDefault int dilation,
    @OmitDefault int groups)
    implements Layer {
  /** Checks the sizes. */
  public Convolution {
    require(channels >= 1, "convolution: expected channels of at least 1, found %d", channels);
    require(stride >= 1, "convolution: expected a stride of at least 1, found %d", stride);
    require(dilation >= 1, "convolution: expected a dilation of at least 1, found %d", dilation);
    require(groups >= 1, "convolution: expected groups of at least 1, found %d", groups);
    require(
        channels % groups == 0,
        "convolution: expected the %d channels to divide evenly into groups, found groups of %d",
        channels,
        groups);
  }

  /**
   * A convolution of one group without dilation.
   *
   * @param channels output channels
   * @param kernel rows and columns of the kernel
   * @param stride the same in both directions
   * @param padding zeros on each side
   * @param bias whether it adds a bias
   */
  public Convolution(int channels, KernelSize kernel, int stride, Padding padding, boolean bias) {
    this(channels, kernel, stride, padding, bias, /* dilation= */ 1, /* groups= */ 1);
  }

  /**
   * A convolution with a square kernel, as much padding on every side, one group and no dilation.
   *
   * @param channels output channels
   * @param kernel side of the kernel
   * @param stride the same in both directions
   * @param padding zeros on each side
   * @param bias whether it adds a bias
   */
  public Convolution(int channels, int kernel, int stride, int padding, boolean bias) {
    this(channels, KernelSize.square(kernel), stride, Padding.all(padding), bias);
  }

  static Convolution defaults(int channels, KernelSize kernel) {
    return new Convolution(channels, kernel, /* stride= */ 1, Padding.NONE, /* bias= */ true);
  }

  @Override
  public String kind() {
    return "convolution";
  }
}
