package org.widemargin.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairedTest {
  private static final Paired ONE = new Paired(Map.of(1L, 0.5, 2L, 0.75, 3L, 1.0));
  private static final Paired OTHER = new Paired(Map.of(2L, 0.25, 3L, 0.25, 4L, 9.0));

  @Test
  void differencesAreTakenSeedBySeed() {
    assertThat(ONE.minus(OTHER).bySeed()).isEqualTo(Map.of(2L, 0.5, 3L, 0.75));
    assertThat(ONE.minus(Paired.NONE).isMeasured()).isFalse();
  }

  @Test
  void meansAreTakenOverTheSeedsThatAllHave() {
    assertThat(Paired.meanOf(List.of(ONE, OTHER)).bySeed()).isEqualTo(Map.of(2L, 0.5, 3L, 0.625));
    assertThat(Paired.meanOf(List.of(OTHER, Paired.NONE)).isMeasured()).isFalse();
    assertThat(Paired.meanOf(List.of()).isMeasured()).isFalse();
  }

  @Test
  void aFactorAppliesToEachSeed() {
    assertThat(ONE.times(100).bySeed()).isEqualTo(Map.of(1L, 50.0, 2L, 75.0, 3L, 100.0));
    assertThat(ONE.times(100).mean()).isEqualTo(75);
  }
}
