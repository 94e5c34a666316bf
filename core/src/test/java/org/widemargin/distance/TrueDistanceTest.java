package org.widemargin.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.SampleShape;
import org.widemargin.data.ValidRange;
import org.widemargin.error.InputException;
import org.widemargin.margin.RandomProblem;
import org.widemargin.network.Activations;
import org.widemargin.network.Architectures;
import org.widemargin.network.InputSpec;
import org.widemargin.network.Mode;
import org.widemargin.network.NetworkSpec;
import org.widemargin.norm.Box;
import org.widemargin.norm.MinimumNormStep;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Device;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class TrueDistanceTest {
  private static final NetworkSpec PLANE =
      Architectures.mlp(InputSpec.features(2), List.of(12, 12), 3, 0);

  /** With random directions enough for the plane. */
  private static TrueDistance search(Norm norm) {
    return new TrueDistance(norm, 2, 32, 20, 1);
  }

  /** A certification that goes on later has other batches. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "inf"})
  void aSamplesDistanceDoesNotDependOnItsBatch(String p) {
    TrueDistance search = TrueDistance.of(Norm.parse(p));
    try (RandomProblem problem = RandomProblem.of(PLANE, 6, 5);
        Scope scope = Scope.open()) {
      double[] together =
          search.at(problem.network(), "input", problem.input(), problem.labelTensor()).toDoubles();
      for (int i = 0; i < together.length; i++) {
        double alone =
            search.at(
                    problem.network(),
                    "input",
                    problem.input().narrow(0, i, 1),
                    problem.labelTensor().narrow(0, i, 1))
                .toDoubles()[0];
        assertThat(alone).as("sample %s", i).isCloseTo(together[i], within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "2", "3", "inf"})
  void isTheDistanceForALinearModel(String p) {
    Norm norm = Norm.parse(p);
    NetworkSpec spec = Architectures.linear(InputSpec.features(6), 4);
    try (RandomProblem drawn = RandomProblem.of(spec, 30, 5);
        Scope scope = Scope.open()) {
      RandomProblem problem = drawn.correctlyClassified();
      LayerDistances exact =
          BoundaryDistance.linear(norm)
              .at(LayerChoice.parse("input"))
              .of(
                  x -> problem.network().forward(x, Mode.INFERENCE),
                  problem.input(),
                  problem.labelTensor())
              .get("input");
      double[] found =
          TrueDistance.of(norm)
              .at(problem.network(), "input", problem.input(), problem.labelTensor())
              .toDoubles();
      for (int i = 0; i < found.length; i++) {
        double expected = Objects.requireNonNull(exact).nearest(i);
        assertThat(found[i]).as("sample %d", i).isCloseTo(expected, within(1e-9 * expected));
      }
    }
  }

  /**
   * Brute force: the first crossing in 360 directions, then ever finer around the best one. It is
   * an upper bound itself.
   */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "inf"})
  void agreesWithBruteForceInThePlane(String p) {
    Norm norm = Norm.parse(p);
    List<Double> ratios = new ArrayList<>();
    for (long seed = 0; seed < 3; seed++) {
      try (RandomProblem drawn = RandomProblem.of(PLANE, 15, seed);
          Scope scope = Scope.open()) {
        RandomProblem problem = drawn.correctlyClassified();
        double[] found =
            search(norm)
                .at(problem.network(), "input", problem.input(), problem.labelTensor())
                .toDoubles();
        for (int i = 0; i < found.length; i++) {
          double brute = new PlaneScan(problem, i, norm).nearest();
          if (Double.isFinite(brute)) {
            ratios.add(found[i] / brute);
          }
        }
      }
    }
    double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    assertThat(sorted).as("enough samples have a boundary within reach").hasSizeGreaterThan(20);
    // What is found is attained, so where it is nearer the scan has missed a narrow corner.
    assertThat(sorted[sorted.length / 10]).as("a tenth").isBetween(0.995, 1.001);
    assertThat(sorted[sorted.length / 2]).as("median").isBetween(0.995, 1.001);
    assertThat(sorted[(int) (sorted.length * 0.95)])
        .as("95 %% of %s", Arrays.toString(sorted))
        .isLessThan(1.01);
  }

  /** A scan of all directions in the plane from one sample. */
  private record PlaneScan(RandomProblem problem, int sample, Norm norm) {
    private static final int DIRECTIONS = 360;
    private static final int RADII = 150;
    private static final double FARTHEST = 3;

    double nearest() {
      double centre = Math.PI;
      double best = FARTHEST;
      // All directions, each time only as far as the best so far, which makes the radii finer.
      for (int round = 0; round < 3; round++) {
        double[] found = scan(centre, 2 * Math.PI, 0, best);
        if (Double.isInfinite(found[1])) {
          return round == 0 ? Double.POSITIVE_INFINITY : best;
        }
        centre = found[0];
        best = found[1];
      }
      for (double width = 0.3; width > 1e-3; width /= 5) {
        double[] found = scan(centre, width, 0.9 * best, best);
        centre = found[0];
        best = Math.min(best, found[1]);
      }
      return best;
    }

    /** The best angle and its radius. */
    private double[] scan(double centre, double width, double low, double high) {
      double[] points = new double[DIRECTIONS * RADII * 2];
      for (int i = 0; i < DIRECTIONS * RADII; i++) {
        double angle = angle(centre, width, i);
        double[] unit = {Math.cos(angle), Math.sin(angle)};
        double scale = radius(low, high, i) / length(unit);
        points[2 * i] = problem.inputs()[2 * sample] + scale * unit[0];
        points[2 * i + 1] = problem.inputs()[2 * sample + 1] + scale * unit[1];
      }
      int[] classes = classes(points);
      double[] best = {centre, Double.POSITIVE_INFINITY};
      for (int i = 0; i < classes.length; i++) {
        double radius = radius(low, high, i);
        if (classes[i] != problem.labels()[sample] && radius < best[1]) {
          best = new double[] {angle(centre, width, i), radius};
        }
      }
      return best;
    }

    private static double radius(double low, double high, int point) {
      return low + (high - low) * (point % RADII + 1) / RADII;
    }

    private static double angle(double centre, double width, int point) {
      int direction = point / RADII;
      return centre + width * ((double) direction / DIRECTIONS - 0.5);
    }

    private int[] classes(double[] points) {
      try (Scope scope = Scope.open()) {
        Tensor input = Tensors.of(Device.CPU, points, points.length / 2, 2);
        return Tensors.toInts(
            Autograd.withoutGradient(() -> PerSample.argmax(problem.network().logits(input))));
      }
    }

    private double length(double[] v) {
      if (Double.isInfinite(norm.p())) {
        return Math.max(Math.abs(v[0]), Math.abs(v[1]));
      }
      double sum = Math.pow(Math.abs(v[0]), norm.p()) + Math.pow(Math.abs(v[1]), norm.p());
      return Math.pow(sum, 1 / norm.p());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "inf"})
  void pointsAreAttainedWithinTheBox(String p) {
    Norm norm = Norm.parse(p);
    NetworkSpec spec =
        Architectures.mlp(
            new InputSpec(new SampleShape.Features(8), ValidRange.UNIT), List.of(16), 4, 0);
    try (RandomProblem drawn = RandomProblem.of(spec, 40, 3);
        Scope scope = Scope.open()) {
      RandomProblem problem = drawn.correctlyClassified();
      TrueDistance.Nearest nearest =
          TrueDistance.of(norm)
              .at(problem.network(), "input", problem.input(), problem.labelTensor());
      double[] distances = nearest.toDoubles();
      double[] points = Tensors.toDoubles(nearest.points());
      double[] lengths =
          Tensors.toDoubles(norm.perSample(nearest.points().sub(problem.input().detach())));
      double[] gaps = leads(problem.network().logits(nearest.points()), problem.labels());
      assertThat(Arrays.stream(points)).allMatch(x -> x >= 0 && x <= 1);
      assertThat(Arrays.stream(distances).filter(Double::isFinite).count()).isGreaterThan(10);
      for (int i = 0; i < distances.length; i++) {
        if (Double.isFinite(distances[i])) {
          assertThat(gaps[i]).as("sample %d leads by", i).isLessThanOrEqualTo(0);
          assertThat(distances[i]).isCloseTo(lengths[i], within(1e-12));
        }
      }
    }
  }

  private static double[] leads(Tensor logits, int[] labels) {
    double[] values = Tensors.toDoubles(logits);
    int classes = values.length / labels.length;
    double[] leads = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      double others = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        others = c == labels[i] ? others : Math.max(others, values[i * classes + c]);
      }
      leads[i] = values[i * classes + labels[i]] - others;
    }
    return leads;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "inf"})
  void isNeverAboveASingleDirectionAndFallsWithRefinements(String p) {
    Norm norm = Norm.parse(p);
    NetworkSpec spec = Architectures.mlp(InputSpec.features(10), List.of(20, 20), 5, 0);
    try (RandomProblem drawn = RandomProblem.of(spec, 25, 8);
        Scope scope = Scope.open()) {
      RandomProblem problem = drawn.correctlyClassified();
      Tensor origin = problem.input().detach();
      BoundarySearch rays =
          new BoundarySearch(
              problem.network()::logits, origin, problem.labelTensor(), norm, Box.UNBOUNDED);
      Tensor competitor = rays.strongest(Tensors.fullLike(origin, 0));
      MinimumNormStep projection = new MinimumNormStep(norm, Box.UNBOUNDED);
      Tensor gradientStep =
          projection.solveAt(x -> rays.gap(x, competitor), origin, Tensors.fullLike(origin, 0));
      double[] alone = Tensors.toDoubles(rays.along(gradientStep).length());
      double[] before = alone;
      for (int refinements = 0; refinements <= 8; refinements += 2) {
        double[] found =
            new TrueDistance(norm, 3, 2, refinements, 4)
                .at(problem.network(), "input", problem.input(), problem.labelTensor())
                .toDoubles();
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i])
              .as("sample %d after %d refinements", i, refinements)
              .isLessThanOrEqualTo(alone[i])
              .isLessThanOrEqualTo(before[i] * (1 + TrueDistance.PRECISION));
        }
        before = found;
      }
      assertThat(Arrays.stream(before).sum()).isLessThan(Arrays.stream(alone).sum());
    }
  }

  @Test
  void worksAtAHiddenLayer() {
    try (RandomProblem drawn = RandomProblem.of(PLANE, 15, 2);
        Scope scope = Scope.open()) {
      RandomProblem problem = drawn.correctlyClassified();
      // Above the last hidden layer the network is linear.
      LayerDistances exact =
          Objects.requireNonNull(
              BoundaryDistance.linear(Norm.L2)
                  .of(
                      x -> problem.network().forward(x, Mode.INFERENCE),
                      problem.input(),
                      problem.labelTensor())
                  .get("fc2"));
      double[] found =
          TrueDistance.of(Norm.L2)
              .at(problem.network(), "fc2", problem.input(), problem.labelTensor())
              .toDoubles();
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(exact.nearest(i), within(1e-9));
      }
    }
  }

  @Test
  void isZeroForTheMisclassifiedAndInfiniteWithoutABoundary() {
    try (Scope scope = Scope.open()) {
      Tensor origin = Tensors.of(Device.CPU, new double[] {1, 2}, 2, 1);
      Tensor labels = Tensors.labels(Device.CPU, 0, 1);
      // Class 1 always wins by 1.
      TrueDistance.Nearest nearest =
          TrueDistance.of(Norm.L2)
              .of(
                  x -> Tensors.concatenate(List.of(x, Ops.add(x, 1).relu())).reshape(2, -1).t(),
                  origin,
                  labels,
                  Optional.of(new ValidRange(0, 3)));
      assertThat(nearest.toDoubles()).containsExactly(0, Double.POSITIVE_INFINITY);
      assertThat(Tensors.toDoubles(nearest.points())).containsExactly(1, 2);
    }
  }

  @Test
  void namesAnUnknownLayer() {
    try (RandomProblem problem = RandomProblem.of(PLANE, 2, 2)) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () ->
                  TrueDistance.of(Norm.L2)
                      .at(problem.network(), "fc9", problem.input(), problem.labelTensor()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("fc9")
          .hasMessageContaining(Activations.INPUT);
    }
  }
}
