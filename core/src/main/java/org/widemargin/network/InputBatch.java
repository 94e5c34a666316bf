package org.widemargin.network;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Batch;
import org.widemargin.data.Dataset;
import org.widemargin.torch.Device;
import org.widemargin.torch.Tensors;

/** Samples of a data set as the tensors that networks and losses take. */
public final class InputBatch {
  private InputBatch() {}

  /**
   * Batches samples.
   *
   * @param dataset where they are
   * @param indices which ones, in this order
   * @param device where to
   * @return float32 {@code [N, C, H, W]} or {@code [N, D]}, in the innermost scope
   */
  public static Tensor samples(Dataset dataset, int[] indices, Device device) {
    return samples(Batch.of(dataset, indices), device);
  }

  /**
   * Batches labels.
   *
   * @param dataset where they are
   * @param indices of which samples, in this order
   * @param device where to
   * @return int64 {@code [N]}, in the innermost scope
   */
  public static Tensor labels(Dataset dataset, int[] indices, Device device) {
    int[] labels = new int[indices.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = dataset.label(indices[i]);
    }
    return Tensors.labels(device, labels);
  }

  /**
   * The samples of a batch.
   *
   * @param batch what was made of a data set
   * @param device where to
   * @return float32 {@code [N, C, H, W]} or {@code [N, D]}, in the innermost scope
   */
  public static Tensor samples(Batch batch, Device device) {
    int[] sample = batch.shape().dimensions();
    long[] shape = new long[sample.length + 1];
    shape[0] = batch.size();
    for (int i = 0; i < sample.length; i++) {
      shape[i + 1] = sample[i];
    }
    return Tensors.of(device, batch.values(), shape);
  }

  /**
   * The labels of a batch.
   *
   * @param batch what was made of a data set
   * @param device where to
   * @return int64 {@code [N]}, in the innermost scope
   */
  public static Tensor labels(Batch batch, Device device) {
    return Tensors.labels(device, batch.labels());
  }
}
