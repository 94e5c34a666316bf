package org.widemargin.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.data.ValidRange;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Projections onto ball and range. */
class ThreatModelTest {
  private static final int ROWS = 50;
  private static final int ELEMENTS = 6;

  @ParameterizedTest
  @ValueSource(strings = {"linf", "l2", "l1"})
  void projectedPointsAreInsideBoth(String norm) {
    ThreatModel threat = ThreatModel.onPixels(Norm.parse(norm), 0.4);
    try (Scope scope = Scope.open()) {
      Tensor origins = random(1, 0, 1);
      Tensor projected = threat.project(origins, random(2, -2, 3));
      for (double distance : Distances.of(threat.norm(), origins, projected)) {
        assertThat(distance).isLessThanOrEqualTo(0.4 + 1e-6);
      }
      for (double element : Tensors.toDoubles(projected)) {
        assertThat(element).isBetween(0.0, 1.0);
      }
    }
  }

  /** Rows of a table that is not scaled: beside 1000 a step of 0.1 is known to 3e-5 only. */
  @ParameterizedTest
  @ValueSource(strings = {"linf", "l2", "l1"})
  void largeNumbersAreNotRoundedOutOfTheBall(String norm) {
    for (double epsilon : new double[] {1e-3, 0.1, 0.3, 7}) {
      ThreatModel threat = new ThreatModel(Norm.parse(norm), epsilon, Optional.empty());
      try (Scope scope = Scope.open()) {
        Tensor origins = random(1, -1000, 1000);
        Tensor projected = threat.project(origins, random(2, -2000, 2000));
        for (double distance : Distances.of(threat.norm(), origins, projected)) {
          assertThat(threat.allows(distance)).as("%s at %s", distance, epsilon).isTrue();
          // A last place is 6e-5 there, of each of six elements.
          assertThat(distance).isGreaterThan(epsilon - 4e-4);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linf", "l2", "l1"})
  void pointsInsideBothStay(String norm) {
    ThreatModel threat = ThreatModel.onPixels(Norm.parse(norm), 100);
    try (Scope scope = Scope.open()) {
      Tensor points = random(2, 0, 1);
      double[] projected = Tensors.toDoubles(threat.project(random(1, 0, 1), points));
      assertThat(projected).containsExactly(Tensors.toDoubles(points), within(1e-6));
    }
  }

  /** A point of a convex set is the nearest to p if no other point of it lies on p's side. */
  @ParameterizedTest
  @ValueSource(strings = {"l2", "l1"})
  void noOtherPointOfTheBallIsNearer(String norm) {
    ThreatModel threat =
        norm.equals("l1")
            ? ThreatModel.onPixels(Norm.L1, 0.4)
            : new ThreatModel(Norm.L2, 0.4, Optional.<ValidRange>empty());
    try (Scope scope = Scope.open()) {
      Tensor origins = random(1, 0, 1);
      Tensor points = random(2, -2, 3);
      double[] nearest = Tensors.toDoubles(threat.project(origins, points));
      double[] wanted = Tensors.toDoubles(points);
      for (int other = 0; other < 20; other++) {
        double[] inside = Tensors.toDoubles(threat.project(origins, random(10 + other, -2, 3)));
        for (int row = 0; row < ROWS; row++) {
          double side = 0;
          for (int j = row * ELEMENTS; j < (row + 1) * ELEMENTS; j++) {
            side += (wanted[j] - nearest[j]) * (inside[j] - nearest[j]);
          }
          assertThat(side).as("row %d, seed %d", row, 10 + other).isLessThanOrEqualTo(1e-5);
        }
      }
    }
  }

  private static Tensor random(long seed, double from, double to) {
    float[] values = new float[ROWS * ELEMENTS];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    return Tensors.of(Device.CPU, values, ROWS, ELEMENTS);
  }
}
