package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicksTest {
  private static List<String> labels(Axis.Scale scale, double low, double high, int most) {
    return Ticks.of(scale, new Axis.Range(low, high), most).stream().map(Ticks::label).toList();
  }

  @Test
  void choosesRoundValues() {
    assertThat(labels(Axis.Scale.LINEAR, 0, 100, 6))
        .containsExactly("0", "20", "40", "60", "80", "100");
    assertThat(labels(Axis.Scale.LINEAR, -0.012, 0.312, 8))
        .containsExactly("0", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3");
    assertThat(labels(Axis.Scale.LINEAR, -1.5, 1.5, 4)).containsExactly("−1", "0", "1");
    assertThat(labels(Axis.Scale.LINEAR, 0, 50_000, 5))
        .containsExactly("0", "10000", "20000", "30000", "40000", "50000");
  }

  @Test
  void choosesPowersOfTenOnALogarithmicAxis() {
    assertThat(labels(Axis.Scale.LOGARITHMIC, 1, 1e6, 8))
        .containsExactly("1", "10", "100", "1000", "10000", "100000", "1e6");
    assertThat(labels(Axis.Scale.LOGARITHMIC, 0.02, 3, 6))
        .containsExactly("0.03", "0.1", "0.3", "1", "3");
    assertThat(labels(Axis.Scale.LOGARITHMIC, 9, 120, 6)).containsExactly("10", "20", "50", "100");
    assertThat(labels(Axis.Scale.LOGARITHMIC, 2.1, 2.9, 5)).hasSizeGreaterThan(2);
    assertThat(labels(Axis.Scale.LOGARITHMIC, 1e-9, 1e9, 6)).contains("1e−6", "1", "1e6");
  }

  @Test
  void keepsWithinTheRangeAndTheRoom() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      double low = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
      double high =
          low + Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(6) - 3) + 1e-6;
      int most = 2 + random.nextInt(8);
      List<Double> ticks = Ticks.of(Axis.Scale.LINEAR, new Axis.Range(low, high), most);
      double slack = (high - low) * 1e-6;
      assertThat(ticks).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
      assertThat(ticks.size()).as("seed %d", seed).isBetween(0, most + 1);
      assertThat(ticks)
          .as("seed %d", seed)
          .allMatch(tick -> tick >= low - slack && tick <= high + slack);
    }
  }

  @Test
  void roundsForPeople() {
    assertThat(Ticks.significant(98.7654)).isEqualTo("98.8");
    assertThat(Ticks.significant(-0.00012345)).isEqualTo("−0.000123");
    assertThat(Ticks.significant(1.23456e-7)).isEqualTo("1.23e−7");
    assertThat(Ticks.significant(12_345_678)).isEqualTo("1.23e7");
    assertThat(Ticks.significant(0)).isEqualTo("0");
  }
}
