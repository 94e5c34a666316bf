package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Batch;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class InputBatchTest {
  private static final Dataset IMAGES =
      Dataset.images(
          "two",
          new SampleShape.Image(1, 1, 2),
          new byte[] {0, (byte) 255, 51, 102},
          new int[] {1, 0},
          List.of("a", "b"));

  @Test
  void batchesChosenSamplesInOrder() {
    try (Scope scope = Scope.open()) {
      Tensor samples = InputBatch.samples(IMAGES, new int[] {1, 0, 1}, Device.CPU);
      assertThat(Tensors.shape(samples)).containsExactly(3, 1, 1, 2);
      assertThat(Tensors.toFloats(samples)).containsExactly(0.2f, 0.4f, 0, 1, 0.2f, 0.4f);
      assertThat(Tensors.toInts(InputBatch.labels(IMAGES, new int[] {1, 0, 1}, Device.CPU)))
          .containsExactly(0, 1, 0);
    }
  }

  @Test
  void batchesRowsOfNumbers() {
    Dataset table =
        Dataset.table("t", 3, new float[] {1, 2, 3, 4, 5, 6}, new int[2], List.of("a", "b"));
    try (Scope scope = Scope.open()) {
      Tensor samples = InputBatch.samples(table, new int[] {1}, Device.CPU);
      assertThat(Tensors.shape(samples)).containsExactly(1, 3);
      assertThat(Tensors.toFloats(samples)).containsExactly(4, 5, 6);
    }
  }

  @Test
  void aBatchThatWasMadeElsewhereBecomesTheSameTensors() {
    try (Scope scope = Scope.open()) {
      Batch batch = Batch.of(IMAGES, new int[] {1, 0});
      assertThat(Tensors.shape(InputBatch.samples(batch, Device.CPU))).containsExactly(2, 1, 1, 2);
      assertThat(Tensors.toFloats(InputBatch.samples(batch, Device.CPU)))
          .containsExactly(0.2f, 0.4f, 0, 1);
      assertThat(Tensors.toInts(InputBatch.labels(batch, Device.CPU))).containsExactly(0, 1);
    }
  }
}
