package org.widemargin.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
  /** The printed tables, to three decimals. */
  @ParameterizedTest
  @CsvSource({
    "1, 12.706",
    "2, 4.303",
    "3, 3.182",
    "4, 2.776",
    "5, 2.571",
    "9, 2.262",
    "10, 2.228",
    "29, 2.045",
    "30, 2.042",
    "120, 1.980"
  })
  void ninetyFivePercentReachAsFarAsTheTablesSay(int degrees, double t) {
    assertThat(StudentT.reach(0.95, degrees)).isCloseTo(t, within(5e-4));
  }

  /** The density, summed up by Simpson's rule: no series is shared. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 20})
  void theShareIsTheAreaUnderTheDensity(int degrees) {
    for (double t : new double[] {0.3, 1, 2.5, 6}) {
      int steps = 20_000;
      double sum = 0;
      double normaliser = 0;
      double end = Math.PI / 2;
      double until = Math.atan(t / Math.sqrt(degrees));
      for (int i = 0; i <= steps; i++) {
        int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
        // With x = sqrt(n) tan(u), the density times dx/du is a constant times cos^(n-1)(u).
        sum += weight * Math.pow(Math.cos(until * i / steps), degrees - 1) * until;
        normaliser += weight * Math.pow(Math.cos(end * i / steps), degrees - 1) * end;
      }
      assertThat(StudentT.within(t, degrees)).isCloseTo(sum / normaliser, within(1e-9));
    }
  }

  @Test
  void isByHandForThreeSeeds() {
    Interval interval = Interval.of(List.of(1.0, 2.0, 6.0));
    double half = 4.302652729911275 * Math.sqrt(7.0 / 3);
    assertThat(interval.mean()).isEqualTo(3);
    assertThat(interval.low()).isCloseTo(3 - half, within(1e-9));
    assertThat(interval.high()).isCloseTo(3 + half, within(1e-9));
    assertThat(interval.isAbove(0)).as("it holds 0").isFalse();
    assertThat(interval.isAbove(-4)).isTrue();
    assertThat(interval.isBelow(10)).isTrue();
    assertThat(interval.isBelow(9)).isFalse();
  }

  @Test
  void equalValuesLeaveNoDoubt() {
    Interval interval = Interval.of(Collections.nCopies(4, 2.0));
    assertThat(interval).isEqualTo(new Interval(2, 2, 2, 4));
  }

  @Test
  void oneSeedHasNoInterval() {
    Interval interval = Interval.of(List.of(2.0));
    assertThat(interval.hasEnds()).isFalse();
    assertThat(interval.low()).isNaN();
    assertThat(interval.isAbove(1.9)).isTrue();
    assertThat(interval.isBelow(2)).isFalse();
  }

  @Test
  void nothingIsNeitherAboveNorBelow() {
    assertThat(Interval.of(List.of())).isEqualTo(Interval.NONE);
    assertThat(Interval.NONE.isMeasured()).isFalse();
    assertThat(Interval.NONE.isAbove(-1e9) || Interval.NONE.isBelow(1e9)).isFalse();
  }
}
