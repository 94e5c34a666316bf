package org.widemargin.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.widemargin.error.InputException;

class DistanceDistributionTest {
  private static final DistanceDistribution FIVE =
      DistanceDistribution.of(new double[] {3, -1, 2, 0, 1});

  @Test
  void summarisesByHand() {
    assertThat(FIVE.count()).isEqualTo(5);
    assertThat(FIVE.mean()).isEqualTo(1);
    assertThat(FIVE.shareNegative()).isEqualTo(0.2);
    assertThat(FIVE.quantile(0)).isEqualTo(-1);
    assertThat(FIVE.quantile(0.5)).isEqualTo(1);
    assertThat(FIVE.quantile(0.9)).isCloseTo(2.6, within(1e-12));
    assertThat(FIVE.quantile(1)).isEqualTo(3);
  }

  @Test
  void anInfiniteNeighbourOfNoWeightDoesNotSpoilAQuantile() {
    DistanceDistribution distribution =
        DistanceDistribution.of(new double[] {1, Double.POSITIVE_INFINITY, 2});
    assertThat(distribution.quantile(0.5)).isEqualTo(2);
    assertThat(distribution.quantile(0.6)).isInfinite();
  }

  @Test
  void doesNotShareItsArray() {
    double[] values = {1, 2};
    DistanceDistribution distribution = DistanceDistribution.of(values);
    values[0] = 100;
    assertThat(distribution).isEqualTo(DistanceDistribution.of(new double[] {2, 1}));
  }

  @Test
  void refusesWhatIsNoDistribution() {
    assertThatThrownBy(() -> DistanceDistribution.of(new double[0]))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least one distance");
    assertThatThrownBy(() -> DistanceDistribution.of(new double[] {1, Double.NaN}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("NaN at place 1 of 2");
    assertThatThrownBy(() -> FIVE.quantile(1.5)).hasMessageContaining("1.5");
  }
}
