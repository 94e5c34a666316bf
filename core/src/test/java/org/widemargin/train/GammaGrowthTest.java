package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.widemargin.config.Change.set;

import org.junit.jupiter.api.Test;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.GradientMode.Boundary;
import org.widemargin.margin.MarginSpec;

class GammaGrowthTest {
  private static final MarginSpec WHOLE =
      MarginSpec.paper()
          .with(
              set(MarginSpec::gamma).to(0.5),
              set(MarginSpec::topK).to(1),
              set(MarginSpec::gradient).to(Boundary.training(3, 0.6)));

  private static double cap(GradientMode mode) {
    return ((Boundary) mode).cap();
  }

  @Test
  void theCapGrowsAlongOnlyWhereAsked() {
    MarginSpec alone = GammaGrowth.defaults(0.2, 4).at(2, WHOLE);
    assertThat(alone.gamma()).isCloseTo(0.3, within(1e-15));
    assertThat(cap(alone.gradient())).isEqualTo(0.6);
    MarginSpec along = new GammaGrowth(0.2, 4, true).at(2, WHOLE);
    assertThat(along.gamma()).isCloseTo(0.3, within(1e-15));
    assertThat(cap(along.gradient())).isCloseTo(0.36, within(1e-15));
  }

  @Test
  void inTheEndBothAreWhole() {
    assertThat(new GammaGrowth(0.2, 4, true).at(4, WHOLE)).isEqualTo(WHOLE);
  }

  @Test
  void othersGradientsHaveNoCap() {
    MarginSpec constant = WHOLE.with(set(MarginSpec::gradient).to(new GradientMode.Constant()));
    assertThat(new GammaGrowth(0.2, 4, true).at(0, constant).gradient())
        .isEqualTo(new GradientMode.Constant());
  }
}
