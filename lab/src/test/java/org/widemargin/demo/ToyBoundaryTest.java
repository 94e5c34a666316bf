package org.widemargin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.InputException;
import org.widemargin.figure.Figures;
import org.widemargin.figure.SideBySideFigure;

class ToyBoundaryTest {
  @Test
  void drawsBothBoundariesWithTheirTestAccuracy() {
    List<ToyBoundary.Outcome> outcomes = new ToyBoundary(ToyPlan.standard().withSteps(400)).run();
    assertThat(outcomes)
        .extracting(ToyBoundary.Outcome::name)
        .containsExactly("Cross-entropy", "Large margin");
    for (ToyBoundary.Outcome outcome : outcomes) {
      assertThat(outcome.trainAccuracy()).as(outcome.name()).isGreaterThan(0.8);
      assertThat(outcome.testAccuracy()).as(outcome.name()).isGreaterThan(0.8);
      assertThat(outcome.figure().train()).hasSize(24);
      assertThat(outcome.figure().test()).hasSize(1000);
    }
    SideBySideFigure figure = ToyBoundary.figure(outcomes);
    assertThat(Figures.svg(figure))
        .contains(outcomes.get(0).figure().subtitle(), outcomes.get(1).figure().subtitle());
  }

  @Test
  void theSameSeedGivesTheSameBoundaries() {
    ToyPlan plan = ToyPlan.standard().withSteps(10);
    assertThat(new ToyBoundary(plan).run()).isEqualTo(new ToyBoundary(plan).run());
    assertThat(new ToyBoundary(plan.withSeed(2)).run()).isNotEqualTo(new ToyBoundary(plan).run());
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    ToyPlan plan = ToyPlan.standard();
    assertThatThrownBy(() -> plan.withSteps(0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 1 step");
    assertThatThrownBy(
            () -> new ToyPlan(1, 3, 10, 0.1, plan.widths(), 10, plan.learningRate(), plan.margin()))
        .hasMessageContaining("even number of training points");
  }
}
