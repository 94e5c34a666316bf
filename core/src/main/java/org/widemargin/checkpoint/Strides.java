package org.widemargin.checkpoint;

/** How far apart the elements of a tensor lie in its storage, in elements, for each dimension. */
final class Strides {
  private Strides() {}

  /** Those of row-major order. */
  static long[] contiguous(long[] shape) {
    long[] strides = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= Math.max(1, shape[i]);
    }
    return strides;
  }
}
