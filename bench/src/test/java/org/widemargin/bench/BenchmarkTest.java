package org.widemargin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Device;
import org.widemargin.torch.Processor;

class BenchmarkTest {
  private static final NetworkSpec SPEC = Architectures.mnistCnn(InputSpec.image(1, 8, 8), 4, 0);

  /** What the command prints: no times, but every number that it promises. */
  @Test
  void reportsEveryStep() {
    BenchmarkReport report = new Benchmark(SPEC, 4, 0, Device.CPU).run();
    assertThat(report.rounds()).isEqualTo(3);
    assertThat(report.ratios())
        .containsKeys(
            "margin-1/cross-entropy",
            "margin-3/cross-entropy",
            "ports-way-3/margin-3",
            "exact-1/cross-entropy",
            "boundary-1/cross-entropy",
            "boundary-2/cross-entropy",
            "boundary-3/cross-entropy",
            "robust/cross-entropy",
            "cross-entropy/peak",
            "margin-1/peak");
    assertThat(report.ratios().containsKey("bf16/float32"))
        .isEqualTo(Processor.here().hasBfloat16Instructions());
    assertThat(report.ratios().values()).allMatch(ratio -> ratio > 0);
    assertThat(report.breakdown().get("margin-1"))
        .containsOnlyKeys(
            "data",
            "forward",
            "margin passes and loss",
            "backward",
            "optimizer",
            "everything else");
    assertThat(report.text()).contains("cross-entropy/peak").doesNotContain("null");
  }

  @Test
  void largeNetworksGetSmallerBatches() {
    InputSpec cifar = Architectures.usualInput("wrn-28-10");
    assertThat(Benchmark.usualBatchSize(SPEC)).isEqualTo(128);
    assertThat(Benchmark.usualBatchSize(Architectures.named("wrn-16-1", cifar, 10, 0)))
        .isEqualTo(128);
    assertThat(Benchmark.usualBatchSize(Architectures.named("wrn-28-10", cifar, 10, 0)))
        .isEqualTo(4);
  }

  /** By hand, for two layers. */
  @Test
  void countsTheArithmeticOfSteps() {
    NetworkSpec mlp = Architectures.mlp(InputSpec.features(5), List.of(7), 3, 0);
    int first = 5 * 7;
    int both = first + 7 * 3;
    Arithmetic arithmetic = new Arithmetic(mlp, 2);
    double crossEntropy = 2.0 * 2 * (3 * both - first);
    assertThat(arithmetic.crossEntropy()).isEqualTo(crossEntropy);
    assertThat(arithmetic.operations(2))
        .containsEntry("forward", 4.0 * both)
        .containsEntry("attack-step", 8.0 * both)
        .containsEntry("margin-1", crossEntropy + 4.0 * both)
        .containsEntry("margin-2", crossEntropy + 8.0 * both)
        // Back to the input through both layers, to the hidden one through the second.
        .containsEntry("ports-way-2", crossEntropy + 2 * 4.0 * (both + 7 * 3));
  }

  @Test
  void batchNormalisationHasAMarginOfItsDefaultToo() {
    NetworkSpec normalised = Architectures.mnistCnnBatchNorm(InputSpec.image(1, 8, 8), 3, 0);
    assertThat(new Benchmark(normalised, 4, 0, Device.CPU).run().ratios())
        .containsKey("margin-1-frozen/cross-entropy");
  }
}
