package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.Dataset;
import org.widemargin.network.InputBatch;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.network.ParameterSpec;
import org.widemargin.optimize.Optimizer;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * What one step of gradient descent in float64 changed, always from the same weights, and what it
 * told.
 */
@SuppressWarnings("ArrayRecordComponent") // made for a test, and only read
record SingleStep(
    Map<String, double[]> state,
    Map<String, Double> parts,
    double total,
    double gradientNorm,
    double[] logits) {

  /** One batch of plain gradient descent. */
  static RunConfig config(int samples, String... overrides) {
    return TinyRuns.config(
            "optimization.optimizer={sgd: {momentum: 0}}",
            "optimization.learning-rate=0.5",
            "optimization.batch-size=" + samples)
        .with(overrides);
  }

  /** With all samples of a data set as the batch. */
  static SingleStep of(NetworkSpec spec, Dataset data, RunConfig config) {
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, start(spec), Device.CPU);
        Optimizer optimizer =
            new Optimizer(config.optimization().optimizer(), 0, network.parameters())) {
      int[] all = IntStream.range(0, data.size()).toArray();
      Tensor narrow = InputBatch.samples(data, all, Device.CPU);
      Tensor samples =
          Tensors.like(
              network.parameters().values().iterator().next().detach(),
              Tensors.toDoubles(narrow),
              Tensors.shape(narrow));
      TrainingStep.Update told =
          new TrainingStep(network, optimizer, config.loss(), config.optimization())
              .make(samples, InputBatch.labels(data, all, Device.CPU), 0, part -> {});
      Map<String, double[]> state = new LinkedHashMap<>();
      network.state().forEach((name, tensor) -> state.put(name, Tensors.toDoubles(tensor)));
      return new SingleStep(
          state, told.parts(), told.total(), told.gradientNorm(), Tensors.toDoubles(told.logits()));
    }
  }

  private static Map<String, double[]> start(NetworkSpec spec) {
    SplittableRandom random = new SplittableRandom(3);
    Map<String, double[]> start = new LinkedHashMap<>();
    for (ParameterSpec parameter : spec.plan().parameters()) {
      double scale = Math.sqrt(2.0 / Math.max(1, parameter.fanIn()));
      start.put(
          parameter.name(),
          switch (parameter.role()) {
            case WEIGHT, BIAS, RUNNING_MEAN ->
                random.doubles(parameter.count(), -scale, scale).toArray();
            case SCALE, RUNNING_VARIANCE -> random.doubles(parameter.count(), 0.5, 1.5).toArray();
          });
    }
    return start;
  }

  /** Asserts that another way to make the step comes to the same, but for rounding in float64. */
  void assertIsAs(SingleStep plain) {
    assertThat(plain.gradientNorm).isPositive();
    assertThat(total).isCloseTo(plain.total, within(1e-12 * Math.max(1, Math.abs(plain.total))));
    assertThat(gradientNorm).isCloseTo(plain.gradientNorm, within(1e-11 * plain.gradientNorm));
    assertThat(parts).containsOnlyKeys(plain.parts.keySet());
    plain.parts.forEach(
        (part, value) -> assertThat(parts.get(part)).as(part).isCloseTo(value, within(1e-11)));
    assertThat(difference(logits, plain.logits)).isLessThanOrEqualTo(1e-11);
    double rounding = 1e-11 * Math.max(1, plain.gradientNorm);
    plain.state.forEach(
        (name, values) ->
            assertThat(difference(Objects.requireNonNull(state.get(name)), values))
                .as(name)
                .isLessThanOrEqualTo(rounding));
  }

  private static double difference(double[] found, double[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(found[i] - expected[i]);
      largest = difference <= largest ? largest : difference;
    }
    return largest;
  }
}
