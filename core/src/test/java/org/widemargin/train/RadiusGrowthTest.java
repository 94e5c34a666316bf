package org.widemargin.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.widemargin.config.Change.set;

import org.junit.jupiter.api.Test;
import org.widemargin.boundary.GradientMode;
import org.widemargin.margin.Bound;
import org.widemargin.margin.MarginSpec;
import org.widemargin.norm.Norm;

class RadiusGrowthTest {
  private static final RadiusGrowth GROWTH = new RadiusGrowth(10, 100);
  private static final MarginSpec MARGIN =
      MarginSpec.defaults().with(set(MarginSpec::norm).to(Norm.LINF));

  @Test
  void theBallOfTheCertifiedModeGrows() {
    GradientMode.Certified whole = new GradientMode.Certified(0.4, GradientMode.Form.MARGIN);
    MarginSpec spec = MARGIN.with(set(MarginSpec::gradient).to(whole));
    assertThat(GROWTH.at(10, spec).gradient())
        .isEqualTo(new GradientMode.Certified(0, GradientMode.Form.MARGIN));
    assertThat(GROWTH.at(60, spec).gradient())
        .isEqualTo(new GradientMode.Certified(0.4 * GROWTH.fraction(60), GradientMode.Form.MARGIN));
    assertThat(GROWTH.at(110, spec)).isEqualTo(spec);
  }

  @Test
  void theBallOfABoundGrowsAndItsWeightDoesNot() {
    MarginSpec spec = MARGIN.with(set(MarginSpec::bound).to(new Bound(0.4, 0.1)));
    assertThat(GROWTH.at(0, spec).bound()).isEqualTo(new Bound(0, 0.1));
    assertThat(GROWTH.at(60, spec).bound()).isEqualTo(new Bound(0.4 * GROWTH.fraction(60), 0.1));
    assertThat(GROWTH.at(110, spec)).isEqualTo(spec);
  }

  @Test
  void whereNothingIsProvedNothingGrows() {
    assertThat(GROWTH.at(60, MARGIN)).isEqualTo(MARGIN);
  }
}
