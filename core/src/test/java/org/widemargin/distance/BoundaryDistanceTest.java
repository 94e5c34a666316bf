package org.widemargin.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.Dataset;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;
import org.widemargin.margin.MarginLoss;
import org.widemargin.margin.MarginSpec;
import org.widemargin.margin.RandomProblem;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.BatchMemory;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.Network;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Ops;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class BoundaryDistanceTest {
  private static final NetworkSpec SPEC =
      Architectures.mlp(InputSpec.features(5), List.of(8, 7), 4, 0);

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void measuresWhatTheLossEnlarges(int refinements) {
    try (RandomProblem problem = RandomProblem.of(SPEC, 10, 1);
        Scope scope = Scope.open()) {
      GradientMode mode =
          refinements == 0
              ? new GradientMode.Constant()
              : GradientMode.Boundary.measuring(refinements);
      MarginSpec spec =
          MarginSpec.paper()
              .with(set(MarginSpec::epsilon).to(0.0), set(MarginSpec::gradient).to(mode));
      Map<String, Tensor> expected =
          new MarginLoss(spec).distances(problem.forward(), problem.labelTensor());
      Map<String, LayerDistances> found =
          measure(problem, BoundaryDistance.refined(Norm.L2, refinements));
      assertThat(found.keySet()).containsExactly("input", "fc1", "fc2", "logits");
      found.forEach(
          (layer, distances) -> {
            double[] values = Tensors.toDoubles(Objects.requireNonNull(expected.get(layer)));
            assertThat(distances.samples()).isEqualTo(10);
            assertThat(distances.competitors()).isEqualTo(3);
            for (int i = 0; i < values.length; i++) {
              assertThat(distances.at(i / 3, i % 3)).isCloseTo(values[i], within(1e-12));
            }
          });
    }
  }

  @Test
  void nearestIsTheLeastOverCompetitors() {
    LayerDistances distances = new LayerDistances("fc1", 2, new double[] {3, 1, -2, 5});
    assertThat(distances.nearest(0)).isEqualTo(1);
    assertThat(distances.nearest(1)).isEqualTo(-2);
    assertThat(distances.nearest().shareNegative()).isEqualTo(0.5);
    assertThat(distances.nearest().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void doesNotDependOnTheBatchSize(Normalisation normalisation) {
    try (RandomProblem problem = RandomProblem.of(SPEC, 10, 2)) {
      BoundaryDistance whole = BoundaryDistance.linear(Norm.L2).normalised(normalisation);
      Map<String, LayerDistances> expected = measure(problem, whole);
      Map<String, LayerDistances> found = measure(problem, whole.inBatchesOf(3));
      expected.forEach(
          (layer, distances) -> {
            for (int sample = 0; sample < 10; sample++) {
              assertThat(Objects.requireNonNull(found.get(layer)).nearest(sample))
                  .isCloseTo(distances.nearest(sample), within(1e-12));
            }
          });
    }
  }

  /** In groups of 16 competitors, each with its own memory. */
  @Test
  void manyCompetitorsWalkInGroups() {
    double[] weights = RandomStream.of(4, "weights", 0).doubles(20, -1, 1).toArray();
    AtomicLong largest = new AtomicLong();
    try (Scope scope = Scope.open()) {
      Tensor row = Tensors.of(Device.CPU, weights, 1, 20);
      Activations.Upper upper =
          (layer, value) -> {
            largest.accumulateAndGet(value.size(0), Math::max);
            return layer.equals("input") ? value.mul(row) : value;
          };
      LayerDistances found =
          Objects.requireNonNull(
              BoundaryDistance.refined(Norm.L2, 2)
                  .at(LayerChoice.parse("input"))
                  .inBatchesOf(2)
                  .of(
                      input -> {
                        Map<String, Tensor> values = new LinkedHashMap<>();
                        values.put("input", input);
                        values.put("logits", input.mul(row));
                        return new Activations(values, upper, null);
                      },
                      Tensors.of(Device.CPU, new double[] {3, -2, 1}, 3, 1),
                      Tensors.labels(Device.CPU, 0, 1, 2))
                  .get("input"));
      assertThat(found.competitors()).isEqualTo(19);
      assertThat(largest).hasValue(32);
      // All scores meet at 0.
      for (int rank = 0; rank < 19; rank++) {
        assertThat(Math.abs(found.at(0, rank))).isCloseTo(3, within(1e-12));
        assertThat(Math.abs(found.at(1, rank))).isCloseTo(2, within(1e-12));
        assertThat(Math.abs(found.at(2, rank))).isCloseTo(1, within(1e-12));
      }
    }
  }

  /** Small networks as always, so that the last digits of their distances stay. */
  @Test
  void largeNetworksAreMeasuredInSmallBatches() {
    BoundaryDistance distance = BoundaryDistance.refined(Norm.L2, 3);
    NetworkSpec mnist = Architectures.mnistCnn(InputSpec.image(1, 28, 28), 10, 0);
    assertThat(distance.fitting(mnist)).isEqualTo(distance);
    assertThat(distance.mostPoints(mnist)).isGreaterThanOrEqualTo(128 * 9);
    NetworkSpec wide = Architectures.named("wrn-28-10", InputSpec.image(3, 32, 32), 10, 0);
    int fitting = BatchMemory.forwardAndBack(wide, 128);
    assertThat(fitting).isLessThan(20);
    assertThat(distance.fitting(wide).batchSize()).isEqualTo(fitting);
    assertThat(distance.mostPoints(wide)).isEqualTo(fitting);
  }

  @Test
  void dividesByTheLengthOfOnesOrTheSpread() {
    // Scores 2 x and 0 on the line: the distance of x is |x|, the spread of -3, 1, 2 is sqrt(14/3).
    try (Scope scope = Scope.open()) {
      Tensor input = Tensors.of(Device.CPU, new double[] {-3, 1, 2}, 3, 1);
      Tensor labels = Tensors.labels(Device.CPU, 1, 0, 0);
      BoundaryDistance plain = BoundaryDistance.linear(Norm.L2).at(LayerChoice.parse("input"));
      assertThat(nearest(plain, input, labels)).containsExactly(3, 1, 2);
      double spread = Math.sqrt(14.0 / 3);
      assertThat(nearest(plain.normalised(Normalisation.SPREAD), input, labels))
          .containsExactly(new double[] {3 / spread, 1 / spread, 2 / spread}, within(1e-12));
      Tensor wide = Tensors.of(Device.CPU, new double[] {3, 0, 0, 0}, 1, 4);
      assertThat(
              nearest(
                  plain.normalised(Normalisation.DIMENSION), wide, Tensors.labels(Device.CPU, 0))[
                  0])
          .isCloseTo(1.5, within(1e-12));
    }
  }

  /** Scores 2 x_0 and 0. */
  private static double[] nearest(BoundaryDistance distance, Tensor input, Tensor labels) {
    LayerDistances found =
        Objects.requireNonNull(distance.of(BoundaryDistanceTest::line, input, labels).get("input"));
    double[] nearest = new double[found.samples()];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = found.nearest(i);
    }
    return nearest;
  }

  private static Activations line(Tensor input) {
    Tensor first = Ops.mul(input.narrow(1, 0, 1), 2);
    Tensor logits = Tensors.stack(List.of(first, Ops.mul(first, 0)), 1).reshape(input.size(0), 2);
    LinkedHashMap<String, Tensor> values = new LinkedHashMap<>();
    values.put("input", input);
    values.put("logits", logits);
    return new Activations(values, null, null);
  }

  @Test
  void spreadDoesNotSeeTheScaleOfALayer() {
    try (RandomProblem problem = RandomProblem.of(SPEC, 12, 3)) {
      BoundaryDistance distance = BoundaryDistance.linear(Norm.L2).normalised(Normalisation.SPREAD);
      Map<String, LayerDistances> before = measure(problem, distance);
      Map<String, LayerDistances> unscaled = measure(problem, BoundaryDistance.linear(Norm.L2));
      Map<String, Tensor> parameters = problem.network().parameters();
      Autograd.withoutGradient(
          () -> {
            Ops.mulInPlace(Objects.requireNonNull(parameters.get("fc1.linear.weight")), 100);
            Ops.mulInPlace(Objects.requireNonNull(parameters.get("fc1.linear.bias")), 100);
            return Ops.mulInPlace(
                Objects.requireNonNull(parameters.get("fc2.linear.weight")), 0.01);
          });
      Map<String, LayerDistances> after = measure(problem, distance);
      Map<String, LayerDistances> unscaledAfter =
          measure(problem, BoundaryDistance.linear(Norm.L2));
      for (String layer : before.keySet()) {
        for (int sample = 0; sample < 12; sample++) {
          double was = Objects.requireNonNull(before.get(layer)).nearest(sample);
          assertThat(Objects.requireNonNull(after.get(layer)).nearest(sample))
              .as("layer %s", layer)
              .isCloseTo(was, within(1e-9 * Math.abs(was)));
        }
      }
      double fc1 = Objects.requireNonNull(unscaled.get("fc1")).nearest(0);
      assertThat(Objects.requireNonNull(unscaledAfter.get("fc1")).nearest(0))
          .isCloseTo(100 * fc1, within(1e-6 * Math.abs(fc1)));
    }
  }

  @Test
  void measuresADataSetInBatches() {
    NetworkSpec spec = Architectures.mlp(InputSpec.image(1, 4, 4), List.of(6), 3, 0);
    byte[] pixels = new byte[7 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    Dataset dataset =
        Dataset.images(
            "seven",
            new SampleShape.Image(1, 4, 4),
            pixels,
            new int[] {0, 1, 2, 0, 1, 2, 0},
            List.of("a", "b", "c"));
    try (Network network = Network.initialise(spec, 4, Device.CPU)) {
      long objects = Scope.liveObjects();
      Map<String, LayerDistances> found =
          BoundaryDistance.refined(Norm.LINF, 1).against(1).inBatchesOf(2).of(network, dataset);
      assertThat(Scope.liveObjects()).as("native objects left behind").isEqualTo(objects);
      assertThat(Objects.requireNonNull(found.get("input")).samples()).isEqualTo(7);
      assertThat(Objects.requireNonNull(found.get("input")).competitors()).isEqualTo(1);
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> BoundaryDistance.linear(Norm.L2).inBatchesOf(0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("batch size");
    assertThatThrownBy(() -> BoundaryDistance.refined(Norm.L2, -1)).hasMessageContaining("-1");
    try (RandomProblem problem = RandomProblem.of(SPEC, 1, 3)) {
      assertThatThrownBy(
              () ->
                  measure(
                      problem, BoundaryDistance.linear(Norm.L2).normalised(Normalisation.SPREAD)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("at least two different samples");
      assertThatThrownBy(
              () -> measure(problem, BoundaryDistance.linear(Norm.L2).at(LayerChoice.parse("fc3"))))
          .hasMessageContaining("unknown layer 'fc3'");
    }
  }

  private static Map<String, LayerDistances> measure(
      RandomProblem problem, BoundaryDistance distance) {
    try (Scope scope = Scope.open()) {
      return distance.of(
          x -> problem.network().forward(x, Mode.INFERENCE),
          problem.input(),
          problem.labelTensor());
    }
  }
}
