package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchMemoryTest {
  private static NetworkSpec wide(int depth, int width) {
    return Architectures.named("wrn-" + depth + "-" + width, InputSpec.image(3, 32, 32), 10, 0);
  }

  /** A change of their batches would change the last digits of stored figures. */
  @Test
  void smallNetworksAreMeasuredInTheBatchesTheyAlwaysWere() {
    NetworkSpec mnist = Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0);
    assertThat(BatchMemory.forward(mnist, 500)).isEqualTo(500);
    assertThat(BatchMemory.forwardAndBack(mnist, 250)).isEqualTo(250);
    assertThat(BatchMemory.forward(wide(10, 1), 500)).isEqualTo(500);
    assertThat(BatchMemory.forward(wide(16, 1), 500)).isEqualTo(500);
  }

  /** All that a forward pass keeps, summed up here by the shapes of the publication. */
  @ParameterizedTest
  @ValueSource(ints = {250, 500})
  void theLargeOneFitsIntoTwoGigabytes(int most) {
    // Seven values of a unit's size (two normalised, two rectified, two convolved, the sum), at
    // least; four units in each of three groups of 160, 320 and 640 channels.
    long elements = 28L * (160 * 32 * 32 + 320 * 16 * 16 + 640 * 8 * 8);
    int batch = BatchMemory.forward(wide(28, 10), most);
    assertThat(batch).isBetween(20, 70);
    assertThat(batch * elements * Float.BYTES).isLessThan(2L << 30);
    assertThat(BatchMemory.forwardAndBack(wide(28, 10), most)).isBetween(batch / 4 - 1, batch / 4);
  }
}
