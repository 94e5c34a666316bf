package org.widemargin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;

class ClusterPlanTest {
  /** 100 MB over 10 Gbit/s: 80 ms one way. */
  private static final ClusterPlan PLAN = new ClusterPlan(0.5, 32, 100_000_000, 10, 0.05);

  @Test
  void oneWorkerExchangesNothing() {
    assertThat(PLAN.exchangeSeconds(1)).isZero();
    assertThat(PLAN.samplesPerSecond(1)).isCloseTo(64, within(1e-12));
    assertThat(PLAN.efficiency(1)).isEqualTo(1);
  }

  @Test
  void theRingIsThatOfTheLiterature() {
    assertThat(PLAN.exchangeSeconds(2)).isCloseTo(0.08 + 2 * 5e-5, within(1e-12));
    assertThat(PLAN.exchangeSeconds(4)).isCloseTo(1.5 * 0.08 + 6 * 5e-5, within(1e-12));
    assertThat(PLAN.samplesPerSecond(4)).isCloseTo(128 / 0.6203, within(1e-9));
    assertThat(PLAN.efficiency(4)).isCloseTo(0.5 / 0.6203, within(1e-12));
  }

  /** A ring as it is: in each round every worker passes one part on, and all wait for the last. */
  @Test
  void theFormulaIsTheSumOverTheRounds() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      int workers = 1 + random.nextInt(300);
      ClusterPlan plan =
          new ClusterPlan(
              random.nextDouble(0.01, 10),
              1 + random.nextInt(500),
              random.nextLong(1_000_000_000L),
              random.nextDouble(0.1, 400),
              random.nextDouble(0, 2));
      double part = (double) plan.gradientBytes() / workers;
      double seconds = 0;
      for (int round = 0; round < 2 * (workers - 1); round++) {
        seconds += plan.latencyMilliseconds() / 1000 + part * 8 / (plan.gigabits() * 1e9);
      }
      assertThat(plan.exchangeSeconds(workers)).isCloseTo(seconds, within(1e-9 * (1 + seconds)));
      assertThat(plan.samplesPerSecond(workers))
          .isLessThanOrEqualTo(workers * plan.samplesPerSecond(1) * (1 + 1e-12));
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new ClusterPlan(0, 32, 1, 10, 0)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new ClusterPlan(1, 0, 1, 10, 0)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new ClusterPlan(1, 1, -1, 10, 0)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new ClusterPlan(1, 1, 1, Double.NaN, 0))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new ClusterPlan(1, 1, 1, 10, -1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> PLAN.exchangeSeconds(0)).isInstanceOf(InputException.class);
  }
}
