package org.widemargin.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;
import static org.widemargin.margin.SmallNetworks.CLASSES;
import static org.widemargin.margin.SmallNetworks.CONVOLUTIONAL;
import static org.widemargin.margin.SmallNetworks.MLP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.data.SampleShape;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** What must hold for every norm and gradient mode, whatever the network. In float64. */
class MarginInvariantsTest {
  static Stream<Arguments> everyNormAndMode() {
    List<GradientMode> modes =
        List.of(
            new GradientMode.Constant(),
            new GradientMode.Exact(),
            GradientMode.Boundary.measuring(1),
            GradientMode.Boundary.measuring(3));
    return Stream.of("1", "1.5", "2", "3", "inf")
        .flatMap(p -> modes.stream().map(mode -> Arguments.of(Norm.parse(p), mode)));
  }

  private static MarginSpec spec(Norm norm, GradientMode mode) {
    return MarginSpec.paper()
        .with(
            set(MarginSpec::norm).to(norm),
            set(MarginSpec::gradient).to(mode),
            set(MarginSpec::epsilon).to(0.0));
  }

  private static Map<String, double[]> distances(MarginSpec spec, RandomProblem problem) {
    return distances(spec, problem, problem.input(), problem.labels());
  }

  private static Map<String, double[]> distances(
      MarginSpec spec, RandomProblem problem, Tensor input, int... labels) {
    try (Scope scope = Scope.open()) {
      Map<String, double[]> values = new LinkedHashMap<>();
      new MarginLoss(spec)
          .distances(
              problem.network().forward(Autograd.leaf(input), Mode.INFERENCE),
              Tensors.labels(Device.CPU, labels))
          .forEach((layer, tensor) -> values.put(layer, Tensors.toDoubles(tensor)));
      return values;
    }
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void scalingAllLogitsLeavesDistancesUnchanged(Norm norm, GradientMode mode) {
    for (NetworkSpec network : List.of(MLP, CONVOLUTIONAL)) {
      try (RandomProblem problem = RandomProblem.of(network, 6, 11)) {
        Map<String, double[]> before = distances(spec(norm, mode), problem);
        scale(problem, "logits", 37.5);
        Map<String, double[]> after = distances(spec(norm, mode), problem);
        // The logits layer itself is scaled, so its distances grow with it.
        before.remove("logits");
        before.forEach((layer, values) -> assertClose(layer, after.get(layer), values));
      }
    }
  }

  private static void scale(RandomProblem problem, String block, double factor) {
    Autograd.withoutGradient(
        () -> {
          problem
              .network()
              .parameters()
              .forEach(
                  (name, tensor) -> {
                    if (name.startsWith(block + ".")) {
                      Ops.mulInPlace(tensor, factor);
                    }
                  });
          return factor;
        });
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void permutingSamplesPermutesResults(Norm norm, GradientMode mode) {
    int[] order = {3, 0, 5, 1, 4, 2};
    try (RandomProblem problem = RandomProblem.of(CONVOLUTIONAL, 6, 12);
        Scope scope = Scope.open()) {
      Tensor shuffled = problem.input().detach().index_select(0, Tensors.labels(Device.CPU, order));
      int[] labels = Arrays.stream(order).map(i -> problem.labels()[i]).toArray();
      Map<String, double[]> straight = distances(spec(norm, mode), problem);
      Map<String, double[]> permuted = distances(spec(norm, mode), problem, shuffled, labels);
      straight.forEach(
          (layer, values) -> {
            double[] expected =
                Arrays.stream(order)
                    .mapToObj(i -> row(values, i))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            assertClose(layer, permuted.get(layer), expected);
          });
    }
  }

  private static double[] row(double[] values, int sample) {
    int competitors = CLASSES - 1;
    return Arrays.copyOfRange(values, sample * competitors, (sample + 1) * competitors);
  }

  /** Competitors are ranked by score, so renaming the classes changes nothing but the labels. */
  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void permutingClassesChangesNothing(Norm norm, GradientMode mode) {
    int[] order = {2, 0, 3, 1};
    try (RandomProblem problem = RandomProblem.of(MLP, 6, 13);
        Scope scope = Scope.open()) {
      Map<String, double[]> before = distances(spec(norm, mode), problem);
      Tensor rows = Tensors.labels(Device.CPU, order);
      for (String name : List.of("logits.linear.weight", "logits.linear.bias")) {
        Tensor tensor = Objects.requireNonNull(problem.network().parameters().get(name));
        Tensor reordered = tensor.detach().index_select(0, rows);
        Autograd.withoutGradient(() -> tensor.copy_(reordered));
      }
      List<Integer> places = IntStream.of(order).boxed().toList();
      int[] labels = Arrays.stream(problem.labels()).map(places::indexOf).toArray();
      Map<String, double[]> after = distances(spec(norm, mode), problem, problem.input(), labels);
      before.forEach((layer, values) -> assertClose(layer, after.get(layer), values));
    }
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void aBatchGivesItsSingleSampleResults(Norm norm, GradientMode mode) {
    try (RandomProblem problem = RandomProblem.of(CONVOLUTIONAL, 5, 14);
        Scope scope = Scope.open()) {
      Map<String, List<Double>> single = new LinkedHashMap<>();
      for (int i = 0; i < 5; i++) {
        Tensor sample = problem.input().detach().narrow(0, i, 1);
        distances(spec(norm, mode), problem, sample, problem.labels()[i])
            .forEach(
                (layer, values) ->
                    Objects.requireNonNull(single.computeIfAbsent(layer, k -> new ArrayList<>()))
                        .addAll(Arrays.stream(values).boxed().toList()));
      }
      distances(spec(norm, mode), problem)
          .forEach(
              (layer, values) ->
                  assertClose(
                      layer,
                      values,
                      Objects.requireNonNull(single.get(layer)).stream()
                          .mapToDouble(Double::doubleValue)
                          .toArray()));
    }
  }

  @ParameterizedTest
  @MethodSource("everyNormAndMode")
  void isExactForALinearModel(Norm norm, GradientMode mode) {
    NetworkSpec linear =
        Architectures.linear(new InputSpec(new SampleShape.Features(4), null), CLASSES);
    try (RandomProblem problem = RandomProblem.of(linear, 8, 15);
        Scope scope = Scope.open()) {
      double[] logits = Tensors.toDoubles(problem.network().logits(problem.input()));
      double[] weights =
          Tensors.toDoubles(
              Objects.requireNonNull(problem.network().parameters().get("logits.linear.weight")));
      double[] found = Objects.requireNonNull(distances(spec(norm, mode), problem).get("input"));
      for (int sample = 0; sample < 8; sample++) {
        double[] expected = byHand(norm, logits, weights, sample, problem.labels()[sample]);
        double[] values = row(found, sample);
        Arrays.sort(values);
        Arrays.sort(expected);
        assertClose("input", values, expected);
      }
    }
  }

  /** Gap over the dual norm of the difference of the rows, for each competitor. */
  private static double[] byHand(
      Norm norm, double[] logits, double[] weights, int sample, int label) {
    double q = norm.p() == 1 ? Double.POSITIVE_INFINITY : 1 / (1 - 1 / norm.p());
    return IntStream.range(0, CLASSES)
        .filter(i -> i != label)
        .mapToDouble(
            i -> {
              double gap = logits[sample * CLASSES + label] - logits[sample * CLASSES + i];
              double[] slope = new double[4];
              for (int j = 0; j < 4; j++) {
                slope[j] = Math.abs(weights[label * 4 + j] - weights[i * 4 + j]);
              }
              return gap / length(q, slope);
            })
        .toArray();
  }

  private static double length(double q, double[] values) {
    if (Double.isInfinite(q)) {
      return Arrays.stream(values).max().orElseThrow();
    }
    return Math.pow(Arrays.stream(values).map(x -> Math.pow(x, q)).sum(), 1 / q);
  }

  private static void assertClose(
      String layer, double @org.jspecify.annotations.Nullable [] found, double[] expected) {
    double[] values = Objects.requireNonNull(found);
    assertThat(values).as(layer).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(values[i])
          .as("%s, element %d", layer, i)
          .isCloseTo(expected[i], within(1e-9 * (1 + Math.abs(expected[i]))));
    }
  }
}
