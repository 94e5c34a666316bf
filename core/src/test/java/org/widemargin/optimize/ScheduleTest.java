package org.widemargin.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.widemargin.train.GammaGrowth;
import org.widemargin.train.RadiusGrowth;

class ScheduleTest {
  private static double[] factors(Schedule schedule, int steps) {
    return LongStream.range(0, steps).mapToDouble(step -> schedule.factor(step, steps)).toArray();
  }

  @Test
  void constantRisesOverItsWarmUp() {
    assertThat(factors(new Schedule.Constant(0), 3)).containsExactly(1, 1, 1);
    assertThat(factors(new Schedule.Constant(4), 6)).containsExactly(0.25, 0.5, 0.75, 1, 1, 1);
  }

  @Test
  void staircaseDecaysAfterEachStair() {
    assertThat(factors(new Schedule.Staircase(0.5, 2, 0), 6))
        .containsExactly(1, 1, 0.5, 0.5, 0.25, 0.25);
    assertThat(factors(new Schedule.Staircase(0.5, 2, 2), 4)).containsExactly(0.5, 1, 0.5, 0.5);
  }

  @Test
  void cosineFallsAlongHalfACosine() {
    double[] expected = {1, (1 + Math.sqrt(0.5)) / 2, 0.5, (1 - Math.sqrt(0.5)) / 2};
    assertThat(factors(new Schedule.Cosine(0), 4)).containsExactly(expected, within(1e-15));
    assertThat(factors(new Schedule.Cosine(2), 6))
        .containsExactly(
            new double[] {0.5, 1, expected[0], expected[1], expected[2], expected[3]},
            within(1e-15));
  }

  /** The values of PyTorch's OneCycleLR with max_lr 1, total_steps 10 and its defaults. */
  @Test
  void oneCycleIsThatOfPyTorch() {
    double[] expected = new double[10];
    for (int step = 0; step < 10; step++) {
      expected[step] =
          step <= 2
              ? 0.04 + 0.96 * (1 - Math.cos(Math.PI * step / 2)) / 2
              : 4e-6 + (1 - 4e-6) * (1 + Math.cos(Math.PI * (step - 2) / 7)) / 2;
    }
    assertThat(factors(new Schedule.OneCycle(0.3, 25, 1e4), 10))
        .containsExactly(expected, within(1e-12));
  }

  @Test
  void factorsStayBetweenZeroAndOneHoweverShortTheRun() {
    for (Schedule schedule :
        new Schedule[] {
          new Schedule.Constant(5),
          new Schedule.Staircase(0.9, 3, 5),
          new Schedule.Cosine(5),
          new Schedule.OneCycle(0.3, 25, 1e4)
        }) {
      for (int steps = 1; steps < 20; steps++) {
        assertThat(factors(schedule, steps))
            .as("%s over %d steps", schedule, steps)
            .satisfies(
                found -> {
                  for (double factor : found) {
                    assertThat(factor).isBetween(0.0, 1.0);
                  }
                });
      }
    }
  }

  @Test
  void gammaGrowsLinearlyToTheWhole() {
    GammaGrowth growth = new GammaGrowth(0.2, 4);
    assertThat(LongStream.range(0, 6).mapToDouble(growth::fraction).toArray())
        .containsExactly(new double[] {0.2, 0.4, 0.6, 0.8, 1, 1}, within(1e-15));
  }

  @Test
  void aBallIsAPointAtFirstThenGrowsSlowlyThenLinearlyToTheWhole() {
    RadiusGrowth growth = new RadiusGrowth(100, 1000);
    double[] found = LongStream.range(0, 1300).mapToDouble(growth::fraction).toArray();
    assertThat(Arrays.copyOf(found, 101)).containsOnly(0);
    assertThat(Arrays.copyOfRange(found, 1100, 1300)).containsOnly(1);
    // 1 / (4 * 0.75 * 0.25^3 + 0.25^4) = 256 / 13
    assertThat(found[200]).isCloseTo(256 / 13.0 * 1e-4, within(1e-12));
    assertThat(found[350]).isCloseTo(1 / 13.0, within(1e-12));
    double slope = (1 - 1 / 13.0) / 750;
    for (int step = 101; step < 1100; step++) {
      double rise = found[step + 1] - found[step];
      assertThat(rise).as("at step %d", step).isBetween(0.0, slope + 1e-12);
    }
    assertThat(found[351] - found[350]).isCloseTo(slope, within(1e-12));
    assertThat(found[350] - found[349]).isCloseTo(slope, within(0.01 * slope));
  }
}
