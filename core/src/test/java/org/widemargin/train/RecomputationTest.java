package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.layer.AdaptiveAveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Gelu;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.GroupNorm;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Relu;
import org.widemargin.network.Architectures;
import org.widemargin.network.Auxiliary;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.NetworkSpec;
import org.widemargin.torch.Scope;

/** Activations that are computed again give the update of those that were kept. */
class RecomputationTest {
  private static final int SAMPLES = 9;
  private static final Dataset DATA = TinyRuns.images(SAMPLES, 8).train();
  private static final InputSpec INPUT = InputSpec.of(DATA);

  private static final List<NetworkSpec> NETWORKS =
      List.of(
          Architectures.named("mnist-cnn", INPUT, DATA.classes(), 0),
          // With units inside its blocks, and batch normalisation everywhere.
          Architectures.named("wrn-16-1", INPUT, DATA.classes(), 0),
          branches());

  private static final List<String> LOSSES =
      List.of(
          "loss.kind=cross-entropy",
          "loss.kind=hinge",
          "loss.kind=gce",
          "loss.margin={layers: all, gradient: constant, top-k: 2, aggregation: sum}",
          "loss.margin={layers: input, norm: l1, gradient: constant, batch-norm: held}");

  /** A second classifier after a block that has branches, and blocks without parameters. */
  private static NetworkSpec branches() {
    return new NetworkSpec(
        "branches",
        INPUT,
        List.of(
            Block.of("conv1", new Convolution(4, 3, 1, 1, false), new BatchNorm(0.1, 1e-3)),
            Block.of(
                "mixed",
                new Concatenate(
                    List.of(
                        List.of(new Convolution(3, 1, 1, 0, true), new Gelu()),
                        List.of(new MaxPool(3, 1, 1))))),
            Block.of("pool", new MaxPool(2, 2)),
            Block.of("conv2", new Convolution(4, 3, 1, 0, true), new GroupNorm(2, 1e-5)),
            Block.of("logits", new Relu(), new GlobalAveragePool(), new Linear(4, true))),
        null,
        new Auxiliary(
            "mixed",
            List.of(
                new AdaptiveAveragePool(2, 2),
                new BatchNorm(0.1, 1e-5),
                new Flatten(),
                new Linear(4, true))));
  }

  static Stream<Arguments> cases() {
    return NETWORKS.stream()
        .flatMap(network -> LOSSES.stream().map(loss -> Arguments.of(network, loss)));
  }

  private static SingleStep step(NetworkSpec network, boolean recompute, String... overrides) {
    return SingleStep.of(
        network,
        DATA,
        SingleStep.config(SAMPLES, "optimization.recompute-activations=" + recompute)
            .with(overrides));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theUpdateIsThatOfActivationsThatWereKept(NetworkSpec network, String loss) {
    step(network, true, loss).assertIsAs(step(network, false, loss));
  }

  /** Parts of a batch see the running statistics of the parts before, in both ways alike. */
  @Test
  void alsoInParts() {
    String parts = "optimization.gradient-accumulation=2";
    for (NetworkSpec network : NETWORKS) {
      step(network, true, LOSSES.get(3), parts)
          .assertIsAs(step(network, false, LOSSES.get(3), parts));
    }
  }

  @Test
  void nothingIsLeftBehind() {
    step(branches(), true, LOSSES.get(3));
    long before = Scope.liveObjects();
    step(branches(), true, LOSSES.get(3));
    step(branches(), true, LOSSES.get(0));
    assertThat(Scope.liveObjects()).isLessThanOrEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.dropout=0.2 | expected a network without dropout",
        "optimization.train-layers=head | expected all layers to be trained",
        "loss.margin={gradient: exact} | expected a margin with gradient constant",
        "loss.margin={gradient: {boundary: {}}} | expected a margin with gradient constant",
        "loss.margin={batch-norm: batch} | batch-norm frozen or held",
        "loss.margin={bound: {radius: 0.1, weight: 0.5}} | and no bound"
      })
  void whatWouldNotBeTheSameIsRefused(String key, String message) {
    RunConfig config =
        TinyRuns.config("optimization.recompute-activations=true", "model.name=mnist-cnn-bn")
            .with(key);
    TrainingData data = TrainingData.split(TinyRuns.images(120, 20), config);
    assertThatThrownBy(() -> new Trainer(config, data, null).close())
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("recompute-activations: ")
        .hasMessageContaining(message);
  }
}
