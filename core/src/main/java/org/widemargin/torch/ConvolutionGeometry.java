package org.widemargin.torch;

/**
 * How a two-dimensional convolution's kernel goes over an image.
 *
 * @param stride of the kernel, the same in both directions
 * @param top zeros above the image
 * @param bottom zeros below
 * @param left zeros before
 * @param right zeros after
 * @param dilation the step between the kernel's taps, the same in both directions
 * @param groups parts of the channels that are convolved by themselves
 */
public record ConvolutionGeometry(
    long stride, long top, long bottom, long left, long right, long dilation, long groups) {
  /**
   * One group, no dilation, as much padding on every side.
   *
   * @param stride of the kernel
   * @param padding zeros on each side
   * @return the geometry
   */
  public static ConvolutionGeometry of(long stride, long padding) {
    return symmetric(stride, padding, padding, /* dilation= */ 1);
  }

  /**
   * One group, opposite sides padded alike.
   *
   * @param stride of the kernel
   * @param vertical zeros above and below
   * @param horizontal zeros before and after
   * @param dilation the step between the kernel's taps
   * @return the geometry
   */
  public static ConvolutionGeometry symmetric(
      long stride, long vertical, long horizontal, long dilation) {
    return new ConvolutionGeometry(
        stride, vertical, vertical, horizontal, horizontal, dilation, /* groups= */ 1);
  }

  /**
   * Tells whether opposite sides are padded alike, which libtorch does by itself.
   *
   * @return true also for no padding
   */
  public boolean isSymmetric() {
    return top == bottom && left == right;
  }

  /**
   * The same over an image that is already padded.
   *
   * @return the geometry without padding
   */
  ConvolutionGeometry unpadded() {
    return new ConvolutionGeometry(stride, 0, 0, 0, 0, dilation, groups);
  }

  long[] strides() {
    return new long[] {stride, stride};
  }

  long[] dilations() {
    return new long[] {dilation, dilation};
  }

  /** Vertical and horizontal, of a symmetric one. */
  long[] paddings() {
    return new long[] {top, left};
  }
}
