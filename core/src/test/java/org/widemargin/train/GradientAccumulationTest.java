package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputBatch;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;
import org.widemargin.optimize.Optimizer;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** A batch in parts gives the update of the batch at once. */
class GradientAccumulationTest {
  private static final int SAMPLES = 17;
  private static final Dataset DATA = TinyRuns.images(SAMPLES, 8).train();
  private static final NetworkSpec SPEC =
      Architectures.named("mnist-cnn", InputSpec.of(DATA), DATA.classes(), 0);

  /** What one step changed, and what it told. */
  @SuppressWarnings("ArrayRecordComponent") // made for a test, and only read
  private record Step(Map<String, double[]> weights, TrainingStep.Update told, double[] logits) {}

  private static Step step(int parts, String... overrides) {
    RunConfig config =
        TinyRuns.config(
                "optimization.optimizer={sgd: {momentum: 0}}",
                "optimization.learning-rate=0.5",
                "optimization.batch-size=" + SAMPLES,
                "optimization.gradient-accumulation=" + parts)
            .with(overrides);
    SplittableRandom random = new SplittableRandom(3);
    Map<String, double[]> start = new LinkedHashMap<>();
    for (ParameterSpec parameter : SPEC.plan().parameters()) {
      double scale = Math.sqrt(2.0 / Math.max(1, parameter.fanIn()));
      start.put(
          parameter.name(), random.doubles(parameter.count(), -1, 1).map(x -> scale * x).toArray());
    }
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(SPEC, start, Device.CPU);
        Optimizer optimizer =
            new Optimizer(config.optimization().optimizer(), 0, network.parameters())) {
      int[] all = IntStream.range(0, SAMPLES).toArray();
      Tensor samples =
          Tensors.like(
              network.parameters().values().iterator().next().detach(),
              Tensors.toDoubles(InputBatch.samples(DATA, all, Device.CPU)),
              SAMPLES,
              1,
              8,
              8);
      Tensor labels = InputBatch.labels(DATA, all, Device.CPU);
      TrainingStep.Update told =
          new TrainingStep(network, optimizer, config.loss(), config.optimization())
              .make(samples, labels, 0, part -> {});
      Map<String, double[]> weights = new LinkedHashMap<>();
      network.state().forEach((name, tensor) -> weights.put(name, Tensors.toDoubles(tensor)));
      return new Step(weights, told, Tensors.toDoubles(told.logits()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, loss.kind=cross-entropy",
    "5, loss.kind=cross-entropy",
    "17, loss.kind=cross-entropy",
    "3, loss.kind=hinge",
    "4, loss.kind=margin",
    "4, loss.margin.gradient=exact",
    "3, loss.margin.layers=all"
  })
  void theUpdateIsThatOfTheBatchAtOnce(int parts, String loss) {
    Step whole = step(1, loss);
    Step divided = step(parts, loss);
    assertThat(divided.told().total()).isCloseTo(whole.told().total(), within(1e-12));
    assertThat(divided.told().gradientNorm())
        .isCloseTo(whole.told().gradientNorm(), within(1e-11 * whole.told().gradientNorm()));
    assertThat(divided.told().parts()).containsOnlyKeys(whole.told().parts().keySet());
    whole
        .told()
        .parts()
        .forEach(
            (part, value) ->
                assertThat(divided.told().parts().get(part)).isCloseTo(value, within(1e-12)));
    assertThat(divided.logits()).containsExactly(whole.logits(), within(1e-12));
    whole
        .weights()
        .forEach(
            (name, values) ->
                assertThat(Objects.requireNonNull(divided.weights().get(name)))
                    .as(name)
                    .containsExactly(values, within(1e-11)));
    assertThat(whole.told().gradientNorm()).isPositive();
  }

  /** No part is empty, and all samples are in one. */
  @Test
  void theBatchIsDividedEvenly() {
    for (int count = 1; count <= 20; count++) {
      List<Long> counts = new ArrayList<>();
      long next = 0;
      for (GradientSum.Range range : new GradientSum(SAMPLES).divided(count)) {
        assertThat(range.from()).isEqualTo(next);
        next += range.count();
        counts.add(range.count());
      }
      assertThat(next).isEqualTo(SAMPLES);
      assertThat(counts).hasSize(Math.min(count, SAMPLES));
      long least = counts.stream().min(Long::compare).orElseThrow();
      assertThat(counts).allMatch(part -> part == least || part == least + 1);
    }
  }

  /** What the parts' passes keep is not there together. */
  @Test
  void aStepLeavesNoMoreBehindThanAtOnce() {
    step(1, "loss.kind=margin");
    long before = Scope.liveObjects();
    step(4, "loss.kind=margin");
    step(4, "loss.kind=margin");
    assertThat(Scope.liveObjects()).isLessThanOrEqualTo(before);
  }

  @Test
  void moreThanTheBatchIsRefused() {
    assertThatThrownBy(
            () ->
                TinyRuns.config(
                    "optimization.batch-size=16", "optimization.gradient-accumulation=17"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "expected a gradient-accumulation from 1 to the batch-size, 16, found 17");
  }
}
