package org.widemargin.data;

import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Samples and their labels in plain arrays, ready to become tensors: what threads beside training
 * make, which never touch native memory. The arrays are not copied and not to be changed.
 */
public final class Batch {
  private final SampleShape shape;
  private final float[] values;
  private final int[] labels;

  /**
   * Puts samples and labels together.
   *
   * @param shape the shape of one sample
   * @param values sample after sample, images each {@code [C, H, W]}
   * @param labels one class for each
   * @throws IllegalArgumentException if the counts do not fit
   */
  public Batch(SampleShape shape, float[] values, int[] labels) {
    if (values.length != (long) labels.length * shape.elements()) {
      throw new IllegalArgumentException(
          labels.length
              + " samples of shape "
              + shape
              + " cannot have "
              + values.length
              + " values");
    }
    this.shape = Objects.requireNonNull(shape);
    this.values = values;
    this.labels = labels;
  }

  /**
   * Takes samples out of a data set, as they are.
   *
   * @param dataset where they are
   * @param indices which ones, in this order
   * @return the batch
   */
  public static Batch of(Dataset dataset, int[] indices) {
    return of(dataset, indices, dataset::copyTo, dataset.decodes());
  }

  /** Puts a sample where a batch has it. */
  @FunctionalInterface
  interface Copy {
    void to(int sample, float[] values, int offset);
  }

  /** Takes samples out of a data set in a way of its own, in this thread alone. */
  static Batch of(Dataset dataset, int[] indices, Copy copy) {
    return of(dataset, indices, copy, /* onAllProcessors= */ false);
  }

  private static Batch of(Dataset dataset, int[] indices, Copy copy, boolean onAllProcessors) {
    int elements = dataset.sampleShape().elements();
    float[] values = new float[Math.multiplyExact(indices.length, elements)];
    IntStream places = IntStream.range(0, indices.length);
    (onAllProcessors ? places.parallel() : places)
        .forEach(i -> copy.to(indices[i], values, i * elements));
    int[] labels = IntStream.of(indices).map(dataset::label).toArray();
    return new Batch(dataset.sampleShape(), values, labels);
  }

  /** {@return the shape of one sample} */
  public SampleShape shape() {
    return shape;
  }

  /** {@return how many samples there are} */
  public int size() {
    return labels.length;
  }

  /** {@return the numbers, sample after sample; not a copy} */
  public float[] values() {
    return values;
  }

  /** {@return the classes; not a copy} */
  public int[] labels() {
    return labels;
  }
}
