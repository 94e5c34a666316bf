package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;

/**
 * How the elements of a sample lie in an array, row-major; features are an image of one row.
 *
 * @param channels of the image
 * @param height in elements
 * @param width in elements
 */
record SampleGrid(int channels, int height, int width) {
  static SampleGrid of(Tensor samples) {
    if (samples.dim() == 4) {
      return new SampleGrid(size(samples, 1), size(samples, 2), size(samples, 3));
    }
    return new SampleGrid(1, 1, Math.toIntExact(samples.numel() / samples.size(0)));
  }

  int elements() {
    return channels * height * width;
  }

  /** Where a sample begins. */
  int offset(int sample) {
    return sample * elements();
  }

  /** Where an element is, from the beginning of its sample. */
  int at(int channel, int row, int column) {
    return (channel * height + row) * width + column;
  }

  private static int size(Tensor samples, int dimension) {
    return Math.toIntExact(samples.size(dimension));
  }
}
