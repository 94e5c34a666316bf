package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Relu;
import org.widemargin.network.Architectures;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;

class BatchSizeTest {
  private static NetworkSpec wide(int channels, int side) {
    return new NetworkSpec(
        "wide",
        InputSpec.image(3, side, side),
        List.of(
            Block.of("conv1", new Convolution(channels, 3, 1, 1, true), new Relu()),
            Block.of("logits", new GlobalAveragePool(), new Linear(10, true))));
  }

  @Test
  void smallNetworksAreAttackedInFullBatches() {
    assertThat(BatchSize.fitting(Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0)))
        .isEqualTo(AttackRun.DEFAULT_BATCH_SIZE);
  }

  /** Twice 64 channels of 512x512 are 128 MiB in float32, of which four copies are 512 MiB. */
  @Test
  void largeOnesInAsManyAsFit() {
    assertThat(BatchSize.fitting(wide(64, 512))).isEqualTo(3);
    assertThat(BatchSize.fitting(wide(64, 256))).isEqualTo(15);
    assertThat(BatchSize.fitting(wide(256, 1024))).isEqualTo(1);
  }
}
