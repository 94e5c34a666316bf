package org.widemargin.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.widemargin.robustness.AccuracyCurve;

class NearestSearchTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  @Test
  void theConsoleIsToldTheMedianOrThatThereIsNone() {
    assertThat(NearestSearch.words(AccuracyCurve.of(0.25, 0.5, NONE), 1.5))
        .isEqualTo("nearest points of 3 samples: median distance 0.5000, 1.5 s");
    assertThat(NearestSearch.words(AccuracyCurve.of(0.25, NONE), 1.5))
        .isEqualTo("nearest points of 2 samples: none found for half of them or more, 1.5 s");
  }
}
