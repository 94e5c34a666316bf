package org.widemargin.norm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.widemargin.data.ValidRange;
import org.widemargin.torch.Device;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/** Numbers that float32 holds exactly. */
class BoxTest {
  private static final Box BOX = new Box(Optional.of(new ValidRange(-1, 3)));
  private static final float[] POINTS = {-1, -0.5f, 0, 2, 3, 3, -1, 1};
  private static final float[] DIRECTION = {-2, -1, 0, 1, 1, -1, 1, 0};

  private static Tensor row(float... values) {
    return Tensors.of(Device.CPU, values, 1, values.length);
  }

  @Test
  void pointsAreBroughtInside() {
    try (Scope scope = Scope.open()) {
      assertThat(Tensors.toDoubles(BOX.inside(row(-7, -1, 0, 3, 9))))
          .containsExactly(-1, -1, 0, 3, 3);
      assertThat(Tensors.toDoubles(BOX.inside(row(Float.NaN)))).containsExactly(Double.NaN);
    }
  }

  @Test
  void roomIsTheWayToTheWallAhead() {
    try (Scope scope = Scope.open()) {
      assertThat(Tensors.toDoubles(BOX.room(row(POINTS), row(DIRECTION))))
          .containsExactly(0, 0.5, 1, 1, 0, 4, 4, 2);
      // Rounding may have carried a point outside: it has no room, not a negative one.
      assertThat(Tensors.toDoubles(BOX.room(row(3.5f), row(1)))).containsExactly(0);
    }
  }

  @Test
  void whatTheWallHoldsDoesNotMove() {
    try (Scope scope = Scope.open()) {
      assertThat(Tensors.toDoubles(BOX.movable(row(POINTS), row(DIRECTION))))
          .containsExactly(0, -1, 0, 1, 0, -1, 1, 0);
    }
  }

  @Test
  void onTheWallUpToRoundingIsHeldTooAndWithoutADirectionNothingIs() {
    float near = 3 - 2 * Math.ulp(3f);
    try (Scope scope = Scope.open()) {
      Tensor values = row(1, 2, 4, 8, 16, 32, 64, 128);
      assertThat(Tensors.toDoubles(BOX.ofMovable(values, row(POINTS), row(DIRECTION))))
          .containsExactly(0, 2, 4, 8, 0, 32, 64, 128);
      assertThat(
              Tensors.toDoubles(
                  BOX.ofMovable(row(1, 2, 4, 8), row(near, near, near, 2.99f), row(1, -1, 0, 1))))
          .containsExactly(0, 2, 4, 8);
    }
  }

  @Test
  void agreesWithALoopOverTheElements() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 20; trial++) {
      double low = -random.nextInt(1, 9);
      double high = random.nextInt(1, 9);
      Box box = new Box(Optional.of(new ValidRange(low, high)));
      double[] points = integers(random, 40);
      double[] direction = integers(random, 40);
      try (Scope scope = Scope.open()) {
        double[] inside = Tensors.toDoubles(box.inside(row(points)));
        double[] room = Tensors.toDoubles(box.room(row(points), row(direction)));
        double[] movable = Tensors.toDoubles(box.movable(row(points), row(direction)));
        for (int i = 0; i < points.length; i++) {
          double nearest = points[i] < low ? low : points[i] > high ? high : points[i];
          double way = direction[i] > 0 ? high - points[i] : points[i] - low;
          assertThat(inside[i]).isEqualTo(nearest);
          assertThat(room[i]).isEqualTo(way < 0 ? 0 : way);
          assertThat(movable[i]).isEqualTo(way > 0 ? direction[i] : 0);
        }
      }
    }
  }

  @Test
  void aPointThatIsNoNumberHasNoRoomToMove() {
    try (Scope scope = Scope.open()) {
      assertThat(Tensors.toDoubles(BOX.room(row(Float.NaN), row(1)))).containsExactly(Double.NaN);
      assertThat(Tensors.toDoubles(BOX.movable(row(Float.NaN), row(1)))).containsExactly(0);
    }
  }

  @Test
  void theWidestWallsOfTheNumberTypeAreWalls() {
    double most = Double.MAX_VALUE;
    Box box = new Box(Optional.of(new ValidRange(-most, most)));
    try (Scope scope = Scope.open()) {
      Tensor points = row(new double[] {most, 0, Double.POSITIVE_INFINITY});
      Tensor upward = row(new double[] {1, 1, 1});
      assertThat(Tensors.toDoubles(box.inside(points))).containsExactly(most, 0, most);
      assertThat(Tensors.toDoubles(box.room(points, upward))).containsExactly(0, most, 0);
      assertThat(Tensors.toDoubles(box.room(points, upward.neg())))
          .containsExactly(Double.POSITIVE_INFINITY, most, Double.POSITIVE_INFINITY);
    }
  }

  private static double[] integers(SplittableRandom random, int count) {
    return random.doubles(count, -10, 11).map(Math::floor).toArray();
  }

  private static Tensor row(double[] values) {
    return Tensors.of(Device.CPU, values, 1, values.length);
  }

  @Test
  void withoutWallsNothingIsHeld() {
    try (Scope scope = Scope.open()) {
      Tensor points = row(POINTS);
      assertThat(Box.UNBOUNDED.isUnbounded()).isTrue();
      assertThat(Box.UNBOUNDED.inside(points)).isSameAs(points);
      assertThat(Tensors.toDoubles(Box.UNBOUNDED.room(points, points)))
          .containsOnly(Double.POSITIVE_INFINITY);
      assertThat(Box.UNBOUNDED.movable(points, points)).isSameAs(points);
      assertThat(Box.UNBOUNDED.ofMovable(points, points, points)).isSameAs(points);
    }
  }
}
