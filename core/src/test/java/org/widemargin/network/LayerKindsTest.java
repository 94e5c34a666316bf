package org.widemargin.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.layer.Layer;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * Forward, shapes, costs and the way back of every kind of layer, against plain loops over doubles.
 */
class LayerKindsTest {
  static List<NetworkSpec> networks() {
    return KindNetworks.all();
  }

  @Test
  void noKindIsMissing() {
    Set<Class<?>> kinds = new HashSet<>();
    for (NetworkSpec network : networks()) {
      network.plan().entries().forEach(entry -> kinds.add(entry.layer().getClass()));
    }
    assertThat(kinds)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.<Class<?>>asList(Layer.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void valuesShapesAndCostsAreThoseOfTheDefinitions(NetworkSpec spec) {
    Map<String, double[]> parameters = KindNetworks.parameters(spec, 1);
    SlowNetwork slow = new SlowNetwork(spec, parameters);
    double[] sample = sample(spec, 2);
    Map<String, SlowNetwork.Value> expected = slow.forward(sample);
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, parameters, Device.CPU)) {
      Activations found = network.forward(batch(spec, sample), Mode.INFERENCE);
      expected.forEach(
          (layer, value) -> {
            int[] shape = value.shape();
            assertThat(Arrays.stream(Tensors.shape(found.get(layer))).skip(1).toArray())
                .as(layer)
                .containsExactly(Arrays.stream(shape).asLongStream().toArray());
            assertThat(planned(spec, layer))
                .as(layer)
                .isEqualTo(Arrays.stream(shape).boxed().toList());
            assertClose(layer, Tensors.toDoubles(found.get(layer)), value.elements(), 1e-12);
          });
    }
    assertThat(spec.plan().multiplyAdds()).isEqualTo(slow.products());
  }

  /** The gradient of a logit gap by central differences through the plain loops. */
  @ParameterizedTest
  @MethodSource("networks")
  void theWayBackIsThatOfFiniteDifferences(NetworkSpec spec) {
    Map<String, double[]> parameters = KindNetworks.parameters(spec, 3);
    SlowNetwork slow = new SlowNetwork(spec, parameters);
    double[] sample = sample(spec, 4);
    double[] expected = new double[sample.length];
    double step = 1e-6;
    for (int i = 0; i < sample.length; i++) {
      double[] up = sample.clone();
      double[] down = sample.clone();
      up[i] += step;
      down[i] -= step;
      expected[i] = (gap(slow.logits(up)) - gap(slow.logits(down))) / (2 * step);
    }
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, parameters, Device.CPU)) {
      Activations activations = network.forward(batch(spec, sample), Mode.INFERENCE);
      double[] cotangent = new double[spec.classes()];
      cotangent[0] = 1;
      cotangent[1] = -1;
      Map<String, Tensor> gradients =
          activations
              .reverse()
              .orElseThrow()
              .to(List.of("input"), Precision.FULL)
              .of(Tensors.of(Device.CPU, cotangent, 1, cotangent.length));
      double[] found = Tensors.toDoubles(Objects.requireNonNull(gradients.get("input")));
      // The error of the differences: step^2 of the third derivative, and rounding over the step.
      assertClose("gradient", found, expected, 1e-7);
      for (double p : new double[] {1, 2, 50}) {
        assertThat(norm(found, p)).isCloseTo(norm(expected, p), within(1e-7 * norm(expected, p)));
      }
    }
  }

  @Test
  void theNormalDistributionIsThatOfTables() {
    assertThat(SlowNetwork.normalDistribution(0)).isEqualTo(0.5);
    assertThat(SlowNetwork.normalDistribution(1)).isCloseTo(0.841344746068543, within(1e-14));
    assertThat(SlowNetwork.normalDistribution(-3)).isCloseTo(0.00134989803163009, within(1e-14));
  }

  private static double gap(double[] logits) {
    return logits[0] - logits[1];
  }

  private static double norm(double[] values, double p) {
    return Math.pow(Arrays.stream(values).map(x -> Math.pow(Math.abs(x), p)).sum(), 1 / p);
  }

  private static List<Integer> planned(NetworkSpec spec, String block) {
    return spec.plan().entries().stream()
        .filter(entry -> entry.block().equals(block))
        .reduce((before, last) -> last)
        .orElseThrow()
        .outputShape();
  }

  private static void assertClose(
      String what, double[] found, double[] expected, double tolerance) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(scale).as(what).isPositive();
    assertThat(found).as(what).containsExactly(expected, within(tolerance * scale));
  }

  private static double[] sample(NetworkSpec spec, long seed) {
    return RandomStream.of(seed, "sample", 0).doubles(spec.input().shape().elements()).toArray();
  }

  private static Tensor batch(NetworkSpec spec, double[] sample) {
    int[] dimensions = spec.input().shape().dimensions();
    long[] shape = new long[dimensions.length + 1];
    shape[0] = 1;
    for (int i = 0; i < dimensions.length; i++) {
      shape[i + 1] = dimensions[i];
    }
    return Tensors.of(Device.CPU, sample, shape);
  }
}
