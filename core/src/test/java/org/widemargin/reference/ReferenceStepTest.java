package org.widemargin.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceStepTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void stepsByHand() {
    double[] a = {3, -4, 0};
    assertThat(ReferenceStep.shortest(a, 14, INFINITY)).containsExactly(2, -2, 0);
    assertThat(ReferenceStep.shortest(a, 50, 2))
        .containsExactly(new double[] {6, -8, 0}, within(1e-14));
    assertThat(ReferenceStep.shortest(a, -8, 1)).containsExactly(0, 2, 0);
    // p = 3, q = 3/2: delta = b sign(a) |a|^(1/2) / (3^(3/2) + 4^(3/2)).
    double sum = Math.pow(3, 1.5) + 8;
    assertThat(ReferenceStep.shortest(a, 2, 3))
        .containsExactly(new double[] {2 * Math.sqrt(3) / sum, -4 / sum, 0}, within(1e-15));
  }

  @Test
  void boundedStepsByHand() {
    double[] a = {3, -4, 1};
    double[] lower = {-1, -1, -1};
    double[] upper = {1, 1, 1};
    // 3 + 4 + t = 7.5.
    assertThat(ReferenceStep.shortestWithin(a, 7.5, 1, lower, upper)).containsExactly(1, -1, 0.5);
    assertThat(ReferenceStep.shortestWithin(a, 7.5, 2, lower, upper))
        .containsExactly(new double[] {1, -1, 0.5}, within(1e-14));
    // The second coordinate stops at -0.5; 3 t + 2 + t = 4.
    assertThat(ReferenceStep.shortestWithin(a, 4, INFINITY, new double[] {-1, -0.5, -1}, upper))
        .containsExactly(new double[] {0.5, -0.5, 0.5}, within(1e-15));
    // At most 3 + 4 + 1 can be reached.
    for (double p : new double[] {1, 1.5, 2, INFINITY}) {
      assertThat(ReferenceStep.shortestWithin(a, 9, p, lower, upper)).containsExactly(1, -1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void withoutGradientOrGapTheStepIsZero(double p) {
    double[] bound = {1, 1};
    double[] minusBound = {-1, -1};
    double[] zero = {0, 0};
    double[] a = {1, 2};
    assertThat(ReferenceStep.shortest(zero, 3, p)).containsExactly(0, 0);
    assertThat(ReferenceStep.shortest(a, 0, p)).containsOnly(0);
    assertThat(ReferenceStep.shortestWithin(zero, 3, p, minusBound, bound)).containsOnly(0);
    assertThat(ReferenceStep.shortestWithin(a, 0, p, minusBound, bound)).containsOnly(0);
  }

  @Test
  void boundsMustHoldZero() {
    assertThatThrownBy(
            () ->
                ReferenceStep.shortestWithin(
                    new double[] {1}, 1, 2, new double[] {0.1}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Hoelder's inequality, a . delta at most ||a||_q ||delta||_p, is an equality at the shortest
   * step.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void hoelderHoldsWithEqualityAtTheStep(double p) {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      double[] a = gaussian(random, 1 + random.nextInt(8));
      double b = random.nextGaussian();
      double[] delta = ReferenceStep.shortest(a, b, p);
      double expected = Math.abs(b) / ReferenceNorm.norm(a, ReferenceNorm.dualExponent(p));
      assertThat(ReferenceStep.dot(a, delta)).as("seed %d", seed).isCloseTo(b, within(1e-14));
      assertThat(ReferenceNorm.norm(delta, p))
          .as("seed %d", seed)
          .isCloseTo(expected, within(1e-13 * expected));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void wideBoundsChangeNothing(double p) {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      double[] a = gaussian(random, 1 + random.nextInt(8));
      double b = random.nextGaussian();
      double[] bounded =
          ReferenceStep.shortestWithin(a, b, p, filled(a.length, -1e6), filled(a.length, 1e6));
      assertThat(bounded)
          .as("seed %d", seed)
          .containsExactly(ReferenceStep.shortest(a, b, p), within(1e-11));
    }
  }

  /** In two dimensions every feasible delta lies on a segment, which can be walked. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void boundedStepIsTheShortestOnTheSegment(double p) {
    int reachable = 0;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      double[] a = gaussian(random, 2);
      double b = random.nextGaussian();
      double[] lower = {-random.nextDouble(), -random.nextDouble()};
      double[] upper = {random.nextDouble(), random.nextDouble()};
      double best = shortestByWalking(a, b, p, lower, upper);
      double[] delta = ReferenceStep.shortestWithin(a, b, p, lower, upper);
      if (Double.isInfinite(best)) {
        assertThat(Math.abs(ReferenceStep.dot(a, delta)))
            .as("seed %d", seed)
            .isLessThan(Math.abs(b))
            .isEqualTo(furthestCorner(a, b, lower, upper));
      } else {
        reachable++;
        assertThat(ReferenceStep.dot(a, delta)).as("seed %d", seed).isCloseTo(b, within(1e-13));
        assertThat(ReferenceNorm.norm(delta, p))
            .as("seed %d", seed)
            .isLessThanOrEqualTo(best + 1e-12)
            .isGreaterThan(best - 1e-4);
      }
      assertWithin(delta, lower, upper);
    }
    assertThat(reachable).isBetween(10, 39);
  }

  /**
   * In more dimensions: no feasible change nearby, along any direction that keeps a . delta, is
   * shorter.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5, 2, 3, INFINITY})
  void noFeasibleChangeShortensTheBoundedStep(double p) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int n = 3 + random.nextInt(4);
      double[] a = gaussian(random, n);
      double b = 0.5 * random.nextGaussian();
      double[] lower = filled(n, -0.3);
      double[] upper = filled(n, 0.4);
      double[] delta = ReferenceStep.shortestWithin(a, b, p, lower, upper);
      double length = ReferenceNorm.norm(delta, p);
      assertWithin(delta, lower, upper);
      if (Math.abs(ReferenceStep.dot(a, delta)) < Math.abs(b) - 1e-12) {
        continue;
      }
      for (int trial = 0; trial < 2000; trial++) {
        double[] changed = changedAlongHyperplane(delta, a, random);
        if (isWithin(changed, lower, upper)) {
          assertThat(ReferenceNorm.norm(changed, p))
              .as("seed %d, trial %d", seed, trial)
              .isGreaterThan(length - 1e-12);
        }
      }
    }
  }

  private static double shortestByWalking(
      double[] a, double b, double p, double[] lower, double[] upper) {
    double best = INFINITY;
    int steps = 200_000;
    // Walk along the coordinate whose coefficient is the smaller, solve for the other.
    int walked = Math.abs(a[0]) < Math.abs(a[1]) ? 0 : 1;
    int solved = 1 - walked;
    for (int k = 0; k <= steps; k++) {
      double[] delta = new double[2];
      delta[walked] = lower[walked] + (upper[walked] - lower[walked]) * k / steps;
      delta[solved] = (b - a[walked] * delta[walked]) / a[solved];
      if (isWithin(delta, lower, upper)) {
        best = Math.min(best, ReferenceNorm.norm(delta, p));
      }
    }
    return best;
  }

  private static double furthestCorner(double[] a, double b, double[] lower, double[] upper) {
    double furthest = 0;
    for (double x : new double[] {lower[0], upper[0]}) {
      for (double y : new double[] {lower[1], upper[1]}) {
        furthest = Math.max(furthest, Math.signum(b) * (a[0] * x + a[1] * y));
      }
    }
    return furthest;
  }

  /** A random change of two or more coordinates, its part along a taken out. */
  private static double[] changedAlongHyperplane(double[] delta, double[] a, Random random) {
    int n = a.length;
    double size = Math.pow(10, -4 * random.nextDouble());
    double[] change = new double[n];
    int first = random.nextInt(n);
    int second = (first + 1 + random.nextInt(n - 1)) % n;
    boolean pair = random.nextBoolean();
    for (int j = 0; j < n; j++) {
      change[j] = !pair || j == first ? size * random.nextGaussian() : 0;
    }
    // One coordinate makes up for what the others changed in a . delta.
    change[second] = 0;
    change[second] = -ReferenceStep.dot(a, change) / a[second];
    double[] changed = delta.clone();
    for (int j = 0; j < n; j++) {
      changed[j] += change[j];
    }
    return changed;
  }

  private static double[] gaussian(Random random, int n) {
    double[] values = new double[n];
    for (int j = 0; j < n; j++) {
      values[j] = random.nextGaussian();
    }
    return values;
  }

  private static double[] filled(int n, double value) {
    double[] values = new double[n];
    Arrays.fill(values, value);
    return values;
  }

  private static boolean isWithin(double[] delta, double[] lower, double[] upper) {
    boolean inside = true;
    for (int j = 0; j < delta.length; j++) {
      inside &= delta[j] >= lower[j] && delta[j] <= upper[j];
    }
    return inside;
  }

  private static void assertWithin(double[] delta, double[] lower, double[] upper) {
    assertThat(isWithin(delta, lower, upper)).isTrue();
  }
}
