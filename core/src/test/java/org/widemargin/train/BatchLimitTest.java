package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;

class BatchLimitTest {
  /** 3 numbers in, 4 and 4 between (linear and relu), 2 out: 13 of four bytes. */
  private static final NetworkSpec SMALL =
      Architectures.named("mlp:4", new InputSpec(new SampleShape.Features(3), null), 2, 0);

  @Test
  void aBatchIsRefusedFromWhereItsValuesAreMoreThanTheMemory() {
    assertThatCode(() -> BatchLimit.check(SMALL, 100, 5200)).doesNotThrowAnyException();
    assertThatThrownBy(() -> BatchLimit.check(SMALL, 101, 5200))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found 101: network 'mlp' keeps")
        .hasMessageEndingWith("try at most 25");
  }

  @Test
  void sizesInWordsAreThoseOfTheMachine() {
    Batch large = new Batch("wrn-28-10", 100_000, 16L << 30);
    assertThatThrownBy(large::check)
        .hasMessageContaining(
            "memory of 16.0 GiB, found 100000: network 'wrn-28-10' keeps 3117.2 GiB");
  }

  @Test
  void thisMachineTrainsABatchOfASmallNetwork() {
    assertThatCode(() -> BatchLimit.check(SMALL, 1000, Device.CPU)).doesNotThrowAnyException();
    assertThatThrownBy(() -> BatchLimit.check(SMALL, Integer.MAX_VALUE / 64 * 63, 1L << 30))
        .isInstanceOf(InputException.class);
  }

  private record Batch(String network, int batchSize, long memory) {
    void check() {
      InputSpec input = new InputSpec(new SampleShape.Image(3, 32, 32), null);
      BatchLimit.check(Architectures.named(network, input, 10, 0), batchSize, memory);
    }
  }
}
