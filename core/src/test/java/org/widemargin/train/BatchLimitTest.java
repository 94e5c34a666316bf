package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.KernelSize;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Padding;
import org.widemargin.network.Architectures;
import org.widemargin.network.Block;
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

  /** Padding that is not alike on both sides is made in memory, however little comes out. */
  @Test
  void unequalPaddingCounts() {
    assertThatThrownBy(() -> BatchLimit.check(padded(5000), 64, 16L << 30))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("try at most 10");
    assertThatThrownBy(() -> padded(500_000))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("convolution, padded input");
  }

  private static NetworkSpec padded(int before) {
    return new NetworkSpec(
        "padded",
        InputSpec.image(1, 28, 28),
        List.of(
            new Block(
                "logits",
                List.of(
                    new Convolution(
                        1,
                        KernelSize.square(1),
                        before * 2,
                        new Padding(before, before + 1, before, before + 1),
                        false),
                    new Flatten(),
                    new Linear(2, true)))));
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
