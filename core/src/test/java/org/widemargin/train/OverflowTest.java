package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.widemargin.config.Yaml;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.Precision;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** The layer whose output is no longer a number, and whether bfloat16 is to blame. */
class OverflowTest {
  /** Above the largest number of bfloat16, 3.3895e38, below that of float32, 3.4028e38. */
  private static final float BETWEEN = 3.4e38f;

  private static final NetworkSpec SPEC =
      Yaml.readText(
          """
          name: two-layers
          input: {shape: [1]}
          blocks:
            - {name: fc1, layers: [{linear: {features: 1, bias: false}}, relu]}
            - {name: logits, layers: [{linear: {features: 2, bias: false}}]}
          """,
          "test",
          NetworkSpec.class);

  private Scope scope = Scope.open();

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Network network(float first, float second) {
    return Network.of(
        SPEC,
        Map.of(
            "fc1.linear.weight", new float[] {first},
            "logits.linear.weight", new float[] {second, 0}),
        Device.CPU);
  }

  private static String found(Network network, float sample, Precision precision) {
    return Overflow.found(network, Tensors.of(Device.CPU, new float[] {sample}, 1, 1), precision);
  }

  @Test
  void aProductOfFiniteNumbersThatIsNotFiniteIsFoundInItsLayer() {
    try (Network network = network(1e30f, 1)) {
      assertThat(found(network, 1e30f, Precision.FULL))
          .isEqualTo("the output of 'fc1' is not finite");
      assertThat(found(network, 1e30f, Precision.BFLOAT16))
          .isEqualTo("the output of 'fc1' is not finite, in bfloat16 and in float32");
      assertThat(found(network, 1, Precision.FULL)).isEmpty();
      assertThat(found(network, 1, Precision.BFLOAT16)).isEmpty();
    }
    try (Network network = network(1e20f, 1e20f)) {
      assertThat(found(network, 1, Precision.FULL))
          .isEqualTo("the output of 'logits' is not finite");
    }
  }

  @Test
  void whatOnlyBfloat16CannotHoldIsSaid() {
    try (Network network = network(BETWEEN, 1e-38f)) {
      assertThat(found(network, 1, Precision.FULL)).isEmpty();
      assertThat(found(network, 1, Precision.BFLOAT16))
          .isEqualTo(
              "the output of 'fc1' is not finite in bfloat16, in float32 it is: take --precision"
                  + " float32");
    }
  }

  /** The guard notices it in the loss of that very step. */
  @Test
  void trainingStopsAtTheStepThatOverflows() {
    RunConfig config =
        TinyRuns.config(
            "loss.kind=cross-entropy",
            "optimization.precision=bfloat16",
            "optimization.optimizer={sgd: {momentum: 0}}");
    try (Network network = network(BETWEEN, 1e-38f)) {
      DivergenceGuard guard = new DivergenceGuard(network, config.loss(), config.optimization());
      Tensor sample = Tensors.of(Device.CPU, new float[] {1}, 1, 1);
      TrainingObjective objective =
          new TrainingObjective(config.loss(), SPEC, config.optimization().precision().here());
      Tensor labels = Tensors.labels(sample, new int[] {1});
      double loss = Tensors.toDouble(objective.passes(network, sample, 0).loss(labels).total());
      assertThatThrownBy(() -> guard.checkLoss(0, loss, sample))
          .isInstanceOf(DivergenceException.class)
          .hasMessageStartingWith("training diverged at step 1: the loss is ")
          .hasMessageContaining("'fc1' is not finite in bfloat16, in float32 it is");
      assertThat(List.copyOf(network.parameters().values()))
          .allMatch(weight -> Float.isFinite(Tensors.toFloats(weight)[0]));
    }
  }
}
