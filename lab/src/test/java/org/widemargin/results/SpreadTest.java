package org.widemargin.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void isMeanLeastAndGreatest() {
    assertThat(Spread.of(List.of(1.0, 2.0, 6.0))).isEqualTo(new Spread(3, 1, 6, 3));
  }

  @Test
  void aSeedWithoutAValueDoesNotCount() {
    assertThat(Spread.of(List.of(1.0, Double.NaN))).isEqualTo(new Spread(1, 1, 1, 1));
    assertThat(Spread.of(List.of()).isMeasured()).isFalse();
    assertThat(Spread.of(List.of(Double.NaN))).isEqualTo(Spread.NONE);
  }
}
