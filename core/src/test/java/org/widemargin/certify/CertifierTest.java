package org.widemargin.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.data.ValidRange;
import org.widemargin.error.InputException;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.GroupNorm;
import org.widemargin.layer.Layer;
import org.widemargin.layer.LayerNorm;
import org.widemargin.layer.LeakyRelu;
import org.widemargin.layer.Linear;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Standardize;
import org.widemargin.network.Block;
import org.widemargin.network.InputSpec;
import org.widemargin.network.KindNetworks;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class CertifierTest {
  private static final ValidRange WIDE = new ValidRange(-100, 100);

  private static double[] leastGaps(
      NetworkSpec spec,
      Map<String, double[]> values,
      Ball ball,
      Method method,
      double[] sample,
      int label,
      double radius) {
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, values, Device.CPU);
        Certifier certifier = new Certifier(network, ball, method)) {
      long[] shape = Arrays.stream(spec.input().shape().dimensions()).asLongStream().toArray();
      long[] one = new long[shape.length + 1];
      one[0] = 1;
      System.arraycopy(shape, 0, one, 1, shape.length);
      return Tensors.toDoubles(
          certifier.leastGaps(
              Tensors.of(Device.CPU, sample, one),
              Tensors.labels(Device.CPU, label),
              Tensors.of(Device.CPU, new double[] {radius}, 1)));
    }
  }

  private static NetworkSpec rows(Block... blocks) {
    return new NetworkSpec("rows", InputSpec.features(blocks.length > 1 ? 2 : 3), List.of(blocks));
  }

  /** The gap less radius times the dual norm of the weights' difference (paper, equation 6). */
  @ParameterizedTest
  @EnumSource(Method.class)
  void onLinearModelsTheyAreExact(Method method) {
    NetworkSpec spec = rows(Block.of("logits", new Linear(3, true)));
    double[] weight = {1, -2, 0.5, 3, 0.25, -1, 0, 2, 2};
    double[] bias = {0.5, -1, 0};
    double[] sample = {1, 2, -3};
    Map<String, double[]> values =
        Map.of("logits.linear.weight", weight, "logits.linear.bias", bias);
    for (Norm norm : List.of(Norm.LINF, Norm.L2, Norm.L1)) {
      double[] found = leastGaps(spec, values, new Ball(norm, WIDE), method, sample, 0, 0.7);
      assertThat(found[0]).isEqualTo(Double.POSITIVE_INFINITY);
      for (int other = 1; other < 3; other++) {
        double gap = bias[0] - bias[other];
        double[] difference = new double[3];
        for (int i = 0; i < 3; i++) {
          difference[i] = weight[i] - weight[3 * other + i];
          gap += difference[i] * sample[i];
        }
        assertThat(found[other]).isCloseTo(gap - 0.7 * dual(norm, difference), within(1e-9));
        assertThat(found[other]).isLessThanOrEqualTo(gap - 0.7 * dual(norm, difference));
      }
    }
  }

  /** An element at the end of the box adds nothing to the ball that the other end could use. */
  @Test
  void whatTheBoxTakesFromABallIsNotCounted() {
    NetworkSpec spec = rows(Block.of("logits", new Linear(2, true)));
    Map<String, double[]> values =
        Map.of(
            "logits.linear.weight", new double[] {1, 1, -1, 0, 0, 0},
            "logits.linear.bias", new double[] {0, 0});
    double[] sample = {0, 0.5, 0.5};
    double l2 =
        leastGaps(
            spec, values, new Ball(Norm.L2, ValidRange.UNIT), Method.BACKWARD, sample, 0, 0.5)[1];
    assertThat(l2).isCloseTo(-0.5 * Math.sqrt(2), within(1e-9));
    double[] corner = {0, 0, 1};
    double l1 =
        leastGaps(
            spec, values, new Ball(Norm.L1, ValidRange.UNIT), Method.BACKWARD, corner, 0, 0.5)[1];
    assertThat(l1).isCloseTo(-1, within(1e-9));
  }

  /** What is lost of a large number is there still when the number has gone. */
  @Test
  void roundingBeforeAShiftIsNotForgotten() {
    double sample = 0.7;
    double deviation = 3e-7;
    NetworkSpec spec =
        new NetworkSpec(
            "shifts",
            InputSpec.features(1),
            List.of(
                Block.of(
                    "logits",
                    new Normalize(List.of(0.0), List.of(deviation)),
                    new BatchNorm(0.1, 3),
                    new Linear(2, true))));
    double shift = sample / deviation;
    Map<String, double[]> values =
        Map.of(
            "logits.batch-norm.weight", new double[] {2},
            "logits.batch-norm.bias", new double[] {0},
            "logits.batch-norm.running_mean", new double[] {shift},
            "logits.batch-norm.running_var", new double[] {1},
            "logits.linear.weight", new double[] {1, 0},
            "logits.linear.bias", new double[] {0, 0});
    BigDecimal exact =
        new BigDecimal(sample)
            .divide(new BigDecimal(deviation), MathContext.DECIMAL128)
            .subtract(new BigDecimal(shift));
    for (Norm norm : List.of(Norm.LINF, Norm.L2, Norm.L1)) {
      double found =
          leastGaps(
              spec, values, new Ball(norm, WIDE), Method.BACKWARD, new double[] {sample}, 0, 0)[1];
      assertThat(found).as("%s", norm).isLessThan(exact.doubleValue());
      assertThat(found).as("%s", norm).isCloseTo(exact.doubleValue(), within(1e-6));
    }
  }

  private static double dual(Norm norm, double[] values) {
    if (norm.equals(Norm.LINF)) {
      return Arrays.stream(values).map(Math::abs).sum();
    }
    return norm.equals(Norm.L2)
        ? Math.sqrt(Arrays.stream(values).map(value -> value * value).sum())
        : Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"convolutions", "branches", "curves", "pools"})
  void atRadiusZeroTheyAreTheGaps(String name) {
    NetworkSpec spec = named(name);
    Map<String, double[]> values = KindNetworks.parameters(spec, 5);
    int elements = Arrays.stream(spec.input().shape().dimensions()).reduce(1, Math::multiplyExact);
    double[] sample = RandomStream.of(2, "sample", 0).doubles(elements).toArray();
    double[] gaps = gaps(spec, values, sample);
    for (Method method : Method.values()) {
      for (Norm norm : List.of(Norm.LINF, Norm.L2, Norm.L1)) {
        double[] found =
            leastGaps(spec, values, new Ball(norm, ValidRange.UNIT), method, sample, 1, 0);
        for (int other = 0; other < gaps.length; other++) {
          if (other != 1) {
            assertThat(found[other]).isCloseTo(gaps[other], within(1e-9));
          }
        }
      }
    }
  }

  private static NetworkSpec named(String name) {
    return KindNetworks.all().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double[] gaps(NetworkSpec spec, Map<String, double[]> values, double[] sample) {
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, values, Device.CPU)) {
      int[] shape = spec.input().shape().dimensions();
      long[] one = new long[shape.length + 1];
      one[0] = 1;
      for (int i = 0; i < shape.length; i++) {
        one[i + 1] = shape[i];
      }
      Tensor logits = network.logits(Tensors.of(Device.CPU, sample, one));
      double[] found = Tensors.toDoubles(logits);
      return Arrays.stream(found).map(logit -> found[1] - logit).toArray();
    }
  }

  /** Each neuron looks at an input of its own, so the least of the sum is the sum of the least. */
  @Test
  void twoRectifiersAsByBruteForce() {
    NetworkSpec spec =
        rows(
            Block.of("hidden", new Linear(2, true), new Relu()),
            Block.of("logits", new Linear(2, true)));
    Map<String, double[]> values =
        Map.of(
            "hidden.linear.weight", new double[] {2, 0, 0, -1},
            "hidden.linear.bias", new double[] {-0.5, 0.3},
            "logits.linear.weight", new double[] {1, 0, 0, 3},
            "logits.linear.bias", new double[] {0.5, 0});
    double[] sample = {0.3, 0.35};
    double radius = 0.2;
    double brute = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= 1000; i++) {
      for (int j = 0; j <= 1000; j++) {
        double x = sample[0] + radius * (i / 500.0 - 1);
        double y = sample[1] + radius * (j / 500.0 - 1);
        double first = Math.max(0, 2 * x - 0.5);
        double second = Math.max(0, 0.3 - y);
        brute = Math.min(brute, first + 0.5 - 3 * second);
      }
    }
    double found =
        leastGaps(spec, values, new Ball(Norm.LINF, WIDE), Method.BACKWARD, sample, 0, radius)[1];
    assertThat(found).isCloseTo(brute, within(1e-9));
  }

  /** Plain loops over arrays, for a network of two hidden layers. */
  @Test
  void intervalsAndLinesAgreeWithLoops() {
    NetworkSpec spec =
        new NetworkSpec(
            "rows",
            InputSpec.features(5),
            List.of(
                Block.of("one", new Linear(7, true), new Relu()),
                Block.of("two", new Linear(6, true), new Relu()),
                Block.of("logits", new Linear(4, true))));
    SplittableRandom random = RandomStream.of(9, "loops", 0);
    for (int trial = 0; trial < 20; trial++) {
      Map<String, double[]> values = KindNetworks.parameters(spec, trial);
      double[] sample = random.doubles(5).toArray();
      double radius = random.nextDouble(0.01, 0.4);
      DenseReference reference = DenseReference.of(values, sample, radius);
      double[] intervals =
          leastGaps(spec, values, new Ball(Norm.LINF, WIDE), Method.INTERVAL, sample, 1, radius);
      double[] lines =
          leastGaps(spec, values, new Ball(Norm.LINF, WIDE), Method.BACKWARD, sample, 1, radius);
      for (int other : new int[] {0, 2, 3}) {
        double byIntervals = reference.leastByIntervals(1, other);
        assertThat(intervals[other]).isCloseTo(byIntervals, within(1e-9));
        assertThat(lines[other])
            .isCloseTo(Math.max(byIntervals, reference.leastByLines(1, other)), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample-norms", "rows"})
  void aLayerWithoutABoundIsNamed(String name) {
    assertRefused(named(name), "layer-norm, which divides by the sample's own deviation");
  }

  /** Each as the only one, so that no other is met before it. */
  @Test
  void eachKindWithoutABoundIsNamed() {
    String why = ", which divides by the sample's own deviation";
    assertRefused(after(new LayerNorm(1e-5)), "layer-norm" + why);
    assertRefused(after(new GroupNorm(2, 1e-5)), "group-norm" + why);
    assertRefused(after(new Standardize()), "standardize" + why);
    assertRefused(after(new LeakyRelu(-0.1)), "leaky-relu, with a negative-slope outside [0, 1]");
    assertRefused(after(new LeakyRelu(1.1)), "leaky-relu, with a negative-slope outside [0, 1]");
  }

  private static NetworkSpec after(Layer layer) {
    return rows(
        Block.of("hidden", new Linear(4, true), layer), Block.of("logits", new Linear(2, true)));
  }

  private static void assertRefused(NetworkSpec spec, String kindAndWhy) {
    int elements = Arrays.stream(spec.input().shape().dimensions()).reduce(1, Math::multiplyExact);
    for (Method method : Method.values()) {
      assertThatThrownBy(
              () ->
                  leastGaps(
                      spec,
                      KindNetworks.parameters(spec, 1),
                      new Ball(Norm.LINF, ValidRange.UNIT),
                      method,
                      new double[elements],
                      0,
                      0.1))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("there is no bound for the layer '")
          .hasMessageContaining("' of kind " + kindAndWhy);
    }
  }

  @Test
  void notANumberProvesNothing() {
    NetworkSpec spec = rows(Block.of("logits", new Linear(2, true)));
    Map<String, double[]> values =
        Map.of(
            "logits.linear.weight", new double[] {1, 0, 0, Double.NaN, 1, 0},
            "logits.linear.bias", new double[] {100, 0});
    try (Scope scope = Scope.open();
        Network network = Network.ofDoubles(spec, values, Device.CPU);
        Certifier certifier =
            new Certifier(network, new Ball(Norm.LINF, ValidRange.UNIT), Method.BACKWARD)) {
      assertThat(
              certifier.verified(
                  Tensors.of(Device.CPU, new double[] {0.5, 0.5, 0.5}, 1, 3),
                  Tensors.labels(Device.CPU, 0),
                  Tensors.of(Device.CPU, new double[] {0.1}, 1)))
          .containsExactly(false);
    }
  }

  @Test
  void otherNormsAreRefused() {
    assertThatThrownBy(() -> new Ball(new Norm(3), ValidRange.UNIT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("l1, l2 or linf");
  }
}
