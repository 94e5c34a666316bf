package org.widemargin.torch;

/**
 * A square window that goes over an image.
 *
 * @param size its side
 * @param stride its step
 * @param padding places around the image that it reaches
 */
public record PoolingWindow(long size, long stride, long padding) {
  long[] sizes() {
    return new long[] {size, size};
  }

  long[] strides() {
    return new long[] {stride, stride};
  }

  long[] paddings() {
    return new long[] {padding, padding};
  }

  /**
   * Whether no element is in two windows.
   *
   * @return true if the step is at least the side
   */
  public boolean isDisjoint() {
    return stride >= size;
  }
}
