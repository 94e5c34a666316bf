package org.widemargin.network;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.AugmentationPipeline;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.torch.Tensors;

/** Samples of a data set as the tensors that networks and losses take. */
public final class InputBatch {
  private InputBatch() {}

  /**
   * Batches samples.
   *
   * @param dataset where they are
   * @param indices which ones, in this order
   * @return float32 {@code [N, C, H, W]} or {@code [N, D]}, in the innermost scope
   */
  public static Tensor samples(Dataset dataset, int[] indices) {
    return tensor(dataset, values(dataset, indices));
  }

  /**
   * Batches images, each changed at random.
   *
   * @param dataset where they are
   * @param indices which ones, in this order
   * @param augmentation the changes; if there are none, the samples stay as they are
   * @param epoch which the draws belong to
   * @return float32 {@code [N, C, H, W]}, in the innermost scope
   */
  public static Tensor augmented(
      Dataset dataset, int[] indices, AugmentationPipeline augmentation, long epoch) {
    float[] values = values(dataset, indices);
    if (dataset.sampleShape() instanceof SampleShape.Image image) {
      for (int i = 0; i < indices.length; i++) {
        augmentation.apply(values, i * image.elements(), image, epoch, indices[i]);
      }
    }
    return tensor(dataset, values);
  }

  /**
   * Batches labels.
   *
   * @param dataset where they are
   * @param indices of which samples, in this order
   * @return int64 {@code [N]}, in the innermost scope
   */
  public static Tensor labels(Dataset dataset, int[] indices) {
    int[] labels = new int[indices.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = dataset.label(indices[i]);
    }
    return Tensors.labels(labels);
  }

  private static float[] values(Dataset dataset, int[] indices) {
    int elements = dataset.sampleShape().elements();
    float[] values = new float[Math.multiplyExact(indices.length, elements)];
    for (int i = 0; i < indices.length; i++) {
      dataset.copyTo(indices[i], values, i * elements);
    }
    return values;
  }

  private static Tensor tensor(Dataset dataset, float[] values) {
    int[] sample = dataset.sampleShape().dimensions();
    long[] shape = new long[sample.length + 1];
    shape[0] = values.length / dataset.sampleShape().elements();
    for (int i = 0; i < sample.length; i++) {
      shape[i + 1] = sample[i];
    }
    return Tensors.of(values, shape);
  }
}
