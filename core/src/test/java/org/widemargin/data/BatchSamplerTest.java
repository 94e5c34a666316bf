package org.widemargin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.error.InputException;

class BatchSamplerTest {
  private static int[] epoch(BatchSampler sampler, int epoch) {
    int steps = sampler.stepsPerEpoch();
    return IntStream.range(epoch * steps, (epoch + 1) * steps)
        .flatMap(step -> IntStream.of(sampler.indices(step)))
        .toArray();
  }

  @Test
  void everyEpochIsAnotherPermutation() {
    BatchSampler sampler = new BatchSampler(3, 60, 10);
    assertThat(sampler.stepsPerEpoch()).isEqualTo(6);
    int[] all = IntStream.range(0, 60).toArray();
    assertThat(epoch(sampler, 0)).containsExactlyInAnyOrder(all).isNotEqualTo(all);
    assertThat(epoch(sampler, 1)).containsExactlyInAnyOrder(all).isNotEqualTo(epoch(sampler, 0));
  }

  @Test
  void anyStepIsKnownWithoutTheOnesBefore() {
    BatchSampler inOrder = new BatchSampler(3, 61, 10);
    int[][] batches = IntStream.range(0, 50).mapToObj(inOrder::indices).toArray(int[][]::new);
    for (int step : new int[] {49, 0, 17, 5, 6, 48}) {
      assertThat(new BatchSampler(3, 61, 10).indices(step)).isEqualTo(batches[step]);
      assertThat(inOrder.indices(step)).isEqualTo(batches[step]);
    }
  }

  @Test
  void samplesLeftOverAreDroppedAndDifferFromEpochToEpoch() {
    BatchSampler sampler = new BatchSampler(3, 13, 5);
    assertThat(sampler.stepsPerEpoch()).isEqualTo(2);
    assertThat(epoch(sampler, 0)).hasSize(10).doesNotHaveDuplicates();
    int[] seen = IntStream.range(0, 20).flatMap(e -> IntStream.of(epoch(sampler, e))).toArray();
    assertThat(seen).contains(IntStream.range(0, 13).toArray());
  }

  @Test
  void setSmallerThanABatchIsOneBatch() {
    BatchSampler sampler = new BatchSampler(3, 68, 128);
    assertThat(sampler.indices(4)).containsExactlyInAnyOrder(IntStream.range(0, 68).toArray());
    assertThat(sampler.indices(4)).isNotEqualTo(sampler.indices(5));
  }

  @Test
  void returnedArrayIsTheCallersOwn() {
    BatchSampler sampler = new BatchSampler(3, 10, 5);
    int[] before = sampler.indices(0);
    sampler.indices(0)[0] = -1;
    assertThat(sampler.indices(0)).isEqualTo(before);
  }

  @Test
  void seedsGiveDifferentOrders() {
    assertThat(new BatchSampler(1, 100, 100).indices(0))
        .isNotEqualTo(new BatchSampler(2, 100, 100).indices(0));
  }

  @Test
  void epochsOfLargeStepsAreKnown() {
    BatchSampler sampler = new BatchSampler(3, 10, 5);
    assertThat(sampler.epoch(0)).isZero();
    assertThat(sampler.epoch(2)).isEqualTo(1);
    long late = 4_000_000_001L;
    assertThat(sampler.epoch(late)).isEqualTo(2_000_000_000L);
    assertThat(sampler.indices(late)).hasSize(5).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "-1,1", "1,0", "1,-5"})
  void numbersBelowOneAreRefused(int size, int batchSize) {
    assertThatThrownBy(() -> new BatchSampler(1, size, batchSize))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new BatchSampler(1, 1, 1).indices(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
