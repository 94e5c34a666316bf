package org.widemargin.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.data.ValidRange;
import org.widemargin.torch.Device;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.RandomStream;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

class MinimumNormStepTest {
  private static final int SAMPLES = 20;
  private static final int ELEMENTS = 12;

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.01", "1.5", "2", "3", "50", "inf"})
  void reachesTheHyperplaneWithHoelderEquality(String p) {
    Norm norm = Norm.parse(p);
    SplittableRandom random = RandomStream.of(1, "hoelder", 0);
    try (Scope scope = Scope.open()) {
      Tensor normal = gaussian(random, SAMPLES, ELEMENTS);
      Tensor offset = gaussian(random, SAMPLES);
      Tensor step = step(norm, Optional.empty(), normal.mul(offset.unsqueeze(1)), normal, offset);
      double[] reached = Tensors.toDoubles(PerSample.sum(step.mul(normal)));
      double[] wanted = Tensors.toDoubles(offset);
      double[] lengths = Tensors.toDoubles(norm.perSample(step));
      double[] duals = Tensors.toDoubles(norm.dual().perSample(normal));
      for (int i = 0; i < SAMPLES; i++) {
        assertThat(reached[i]).isCloseTo(wanted[i], within(1e-12));
        assertThat(lengths[i] * duals[i]).isCloseTo(Math.abs(wanted[i]), within(1e-11));
      }
    }
  }

  /** In the plane, every point of the line within the box is looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "2", "3", "inf"})
  void noPointOfALineInTheBoxIsNearer(String p) {
    Norm norm = Norm.parse(p);
    SplittableRandom random = RandomStream.of(2, "line", 0);
    for (int trial = 0; trial < 200; trial++) {
      double[] origin = {random.nextDouble(), random.nextDouble()};
      double[] normal = {random.nextGaussian(), random.nextGaussian()};
      double[] target = {random.nextDouble(), random.nextDouble()};
      double offset = dot(normal, minus(target, origin));
      double[] step = single(norm, Optional.of(ValidRange.UNIT), origin, normal, offset);
      assertThat(dot(normal, step)).as("trial %d", trial).isCloseTo(offset, within(1e-9));
      assertThat(origin[0] + step[0]).isBetween(-1e-12, 1 + 1e-12);
      assertThat(origin[1] + step[1]).isBetween(-1e-12, 1 + 1e-12);
      double best = shortestOnLine(norm, origin, normal, offset);
      assertThat(length(norm, step))
          .as("trial %d, brute force %s", trial, best)
          .isLessThanOrEqualTo(best + 1e-12)
          .isCloseTo(best, within(2e-3 * (1 + best)));
    }
  }

  private static double shortestOnLine(Norm norm, double[] origin, double[] normal, double offset) {
    double best = Double.POSITIVE_INFINITY;
    // Along the axis that the line is least steep against.
    int free = Math.abs(normal[0]) < Math.abs(normal[1]) ? 0 : 1;
    int bound = 1 - free;
    for (int i = 0; i <= 20_000; i++) {
      double[] step = new double[2];
      step[free] = i / 20_000.0 - origin[free];
      step[bound] = (offset - normal[free] * step[free]) / normal[bound];
      double landing = origin[bound] + step[bound];
      if (landing >= 0 && landing <= 1) {
        best = Math.min(best, length(norm, step));
      }
    }
    return best;
  }

  /** For p above 1 the optimum is {@code min(t slope^(q-1), room)}: t by plain bisection. */
  @ParameterizedTest
  @ValueSource(strings = {"1.5", "2", "3", "inf"})
  void agreesWithBisectionInTheBox(String p) {
    Norm norm = Norm.parse(p);
    SplittableRandom random = RandomStream.of(3, "bisection", 0);
    for (int trial = 0; trial < 50; trial++) {
      double[] origin = random.doubles(ELEMENTS).toArray();
      double[] normal = gaussians(random, ELEMENTS);
      double[] room = room(origin, normal);
      double most =
          IntStream.range(0, ELEMENTS).mapToDouble(i -> room[i] * Math.abs(normal[i])).sum();
      double offset = most * random.nextDouble();
      double[] step = single(norm, Optional.of(ValidRange.UNIT), origin, normal, offset);
      double[] expected = byBisection(norm, normal, room, offset);
      for (int i = 0; i < ELEMENTS; i++) {
        assertThat(step[i])
            .as("trial %d, element %d", trial, i)
            .isCloseTo(expected[i], within(1e-9));
      }
    }
  }

  private static double[] room(double[] origin, double[] normal) {
    return IntStream.range(0, origin.length)
        .mapToDouble(i -> normal[i] > 0 ? 1 - origin[i] : origin[i])
        .toArray();
  }

  private static double[] byBisection(Norm norm, double[] normal, double[] room, double offset) {
    double exponent = norm.dual().p() - 1;
    double low = 0;
    double high = 1e12;
    double[] step = new double[normal.length];
    for (int i = 0; i < 200; i++) {
      double t = (low + high) / 2;
      double covered = 0;
      for (int j = 0; j < normal.length; j++) {
        step[j] =
            Math.signum(normal[j]) * Math.min(t * Math.pow(Math.abs(normal[j]), exponent), room[j]);
        covered += step[j] * normal[j];
      }
      if (covered < offset) {
        low = t;
      } else {
        high = t;
      }
    }
    return step;
  }

  /** For p = 1 the optimum is a linear programme's: greedy by slope, here in plain loops. */
  @Test
  void l1SpendsTheSteepestElementsFirst() {
    double[] origin = {0.5, 0.2, 0.9, 0.5};
    double[] normal = {1, -4, 2, 0};
    // -4: down by 0.2 covers 0.8; 2: up by 0.1 covers 0.2; 1: the remaining 0.3.
    double[] step = single(Norm.L1, Optional.of(ValidRange.UNIT), origin, normal, 1.3);
    assertThat(step).containsExactly(new double[] {0.3, -0.2, 0.1, 0}, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"1", "1.5", "2", "inf"})
  void goesToTheNearestCornerWhereTheHyperplaneIsOutsideTheBox(String p) {
    double[] origin = {0.5, 0.25};
    double[] normal = {1, -2};
    double[] step = single(Norm.parse(p), Optional.of(ValidRange.UNIT), origin, normal, 100);
    assertThat(step).containsExactly(new double[] {0.5, -0.25}, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "2", "3", "inf"})
  void doesNotMoveWithoutANormal(String p) {
    for (Optional<ValidRange> box : boxes()) {
      assertThat(single(Norm.parse(p), box, new double[] {0.5, 0.5}, new double[2], 1))
          .containsExactly(0, 0);
      assertThat(single(Norm.parse(p), box, new double[] {0.5, 0.5}, new double[] {1, 2}, 0))
          .containsExactly(0, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.5", "2", "3", "inf"})
  void staysANumberAtTheEndsOfFloat32(String p) {
    float[][] normals = {
      {1.2e-38f, 1e-20f}, {Float.MIN_VALUE, 0}, {3e38f, 1e-38f}, {1e-30f, -1e-30f}, {1, 1e-38f}
    };
    for (Optional<ValidRange> box : boxes()) {
      for (float[] normal : normals) {
        for (float offset : new float[] {1e-38f, 1, -1e30f}) {
          try (Scope scope = Scope.open()) {
            Tensor step =
                new MinimumNormStep(Norm.parse(p), new Box(box))
                    .solve(
                        Tensors.of(Device.CPU, new float[] {0.5f, 0.25f}, 1, 2),
                        Tensors.of(Device.CPU, normal, 1, 2),
                        Tensors.of(Device.CPU, new float[] {offset}, 1));
            assertThat(Arrays.stream(Tensors.toDoubles(step)))
                .as("normal %s, offset %s, box %s", Arrays.toString(normal), offset, box)
                .allMatch(Double::isFinite);
          }
        }
      }
    }
  }

  @Test
  void solvesAtAPointReachedForTheZeroOfACurve() {
    // |x|^2 - 4 = 0, from (1, 0): the nearest point of the circle is (2, 0).
    try (Scope scope = Scope.open()) {
      Tensor origin = Tensors.of(Device.CPU, new double[] {1, 0}, 1, 2);
      Tensor step = Tensors.of(Device.CPU, new double[] {0.3, 0.4}, 1, 2);
      for (int i = 0; i < 60; i++) {
        step =
            new MinimumNormStep(Norm.L2, Box.UNBOUNDED)
                .solveAt(x -> Ops.add(PerSample.sum(x.mul(x)), -4), origin, step);
      }
      assertThat(Tensors.toDoubles(step)).containsExactly(new double[] {1, 0}, within(1e-9));
    }
  }

  private static List<Optional<ValidRange>> boxes() {
    return List.of(Optional.empty(), Optional.of(ValidRange.UNIT));
  }

  private static double[] single(
      Norm norm, Optional<ValidRange> box, double[] origin, double[] normal, double offset) {
    try (Scope scope = Scope.open()) {
      return Tensors.toDoubles(
          step(
              norm,
              box,
              Tensors.of(Device.CPU, origin, 1, origin.length),
              Tensors.of(Device.CPU, normal, 1, normal.length),
              Tensors.of(Device.CPU, new double[] {offset}, 1)));
    }
  }

  private static Tensor step(
      Norm norm, Optional<ValidRange> box, Tensor origin, Tensor normal, Tensor offset) {
    return new MinimumNormStep(norm, new Box(box)).solve(origin, normal, offset);
  }

  private static Tensor gaussian(SplittableRandom random, int... shape) {
    int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Tensors.of(
        Device.CPU, gaussians(random, count), Arrays.stream(shape).asLongStream().toArray());
  }

  private static double[] gaussians(SplittableRandom random, int count) {
    return IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  private static double length(Norm norm, double[] step) {
    if (Double.isInfinite(norm.p())) {
      return Arrays.stream(step).map(Math::abs).max().orElseThrow();
    }
    double sum = Arrays.stream(step).map(x -> Math.pow(Math.abs(x), norm.p())).sum();
    return Math.pow(sum, 1 / norm.p());
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double[] minus(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }
}
