package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingBatchesTest {
  private static final SampleShape.Image SHAPE = new SampleShape.Image(3, 2, 2);
  private static final Dataset IMAGES = images(20);
  private static final AugmentationPipeline ALL =
      new AugmentationPipeline(
          List.of(
              new Augmentation.PadCrop(1),
              new Augmentation.HorizontalFlip(),
              new Augmentation.Contrast(0.2),
              new Augmentation.Hue(0.1)),
          3);

  private static Dataset images(int count) {
    byte[] pixels = new byte[count * SHAPE.elements()];
    int[] labels = new int[count];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (37 * i);
    }
    Arrays.setAll(labels, i -> i % 2);
    return Dataset.images("images", SHAPE, pixels, labels, List.of("a", "b"));
  }

  private static TrainingBatches batches(int batchSize) {
    return new TrainingBatches(IMAGES, new BatchSampler(5, IMAGES.size(), batchSize), ALL);
  }

  @Test
  void eachSampleIsChangedByItsOwnDrawsOfTheEpoch() {
    BatchSampler sampler = new BatchSampler(5, IMAGES.size(), 8);
    for (int step = 0; step < 6; step++) {
      Batch batch = batches(8).apply(step);
      int[] indices = sampler.indices(step);
      for (int i = 0; i < indices.length; i++) {
        float[] expected = IMAGES.sample(indices[i]);
        ALL.apply(expected, 0, SHAPE, sampler.epoch(step), indices[i]);
        assertThat(Arrays.copyOfRange(batch.values(), i * 12, (i + 1) * 12)).isEqualTo(expected);
        assertThat(batch.labels()[i]).isEqualTo(IMAGES.label(indices[i]));
      }
    }
  }

  @Test
  void rowsOfNumbersStayAsTheyAre() {
    Dataset table = Dataset.table("t", 1, new float[] {7, 8}, new int[] {0, 1}, List.of("a", "b"));
    Batch batch = new TrainingBatches(table, new BatchSampler(1, 2, 2), ALL).apply(0);
    assertThat(batch.values()).containsExactlyInAnyOrder(7, 8);
    assertThat(batch.shape()).isEqualTo(table.sampleShape());
  }

  @Test
  void aBatchOfTheWrongLengthIsRefused() {
    assertThatThrownBy(() -> new Batch(SHAPE, new float[13], new int[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 samples of shape 3x2x2 cannot have 13 values");
  }

  @Test
  void theNumberOfWorkersChangesNothing() {
    for (int workers = 0; workers <= 5; workers++) {
      try (BatchLoader loader = new BatchLoader(batches(8), 0, 30, workers)) {
        for (int step = 0; step < 30; step++) {
          Batch expected = batches(8).apply(step);
          Batch found = loader.next();
          assertThat(found.values()).as("%d workers", workers).isEqualTo(expected.values());
          assertThat(found.labels()).isEqualTo(expected.labels());
        }
      }
    }
  }

  @Test
  void aLoaderThatStartsLaterSeesTheBatchesOfAnUnbrokenOne() {
    try (BatchLoader loader = new BatchLoader(batches(8), 13, 30, 2)) {
      assertThat(loader.next().values()).isEqualTo(batches(8).apply(13).values());
    }
  }
}
