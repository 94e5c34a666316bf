package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.widemargin.figure.LineFigure.Reference;
import org.widemargin.figure.LineFigure.Series;

class CloseUpTest {
  private static final double[] X = {0, 1};

  private static Series series(String name, double first, double last) {
    return Series.of(name, X, new double[] {first, last});
  }

  private static final Series GOOD = series("good", 99, 90);
  private static final Series BETTER = series("better", 98, 92);
  private static final Series FALLEN = series("fallen", 99, 12);

  private static LineFigure figure(List<Reference> references, Series... series) {
    return CloseUp.added(
        new LineFigure("t", Axis.linear("x"), Axis.linear("y"), List.of(series), references));
  }

  @Test
  void oneThatFallsFarBelowTheOthersLeavesThemAPanelOfTheirOwn() {
    Axis.Range range = figure(List.of(), FALLEN, GOOD, BETTER).closeUp();
    assertThat(range).isNotNull();
    assertThat(range.low()).isCloseTo(90 - 0.04 * 9, within(1e-9));
    assertThat(range.high()).isCloseTo(99 + 0.04 * 9, within(1e-9));
  }

  @Test
  void severalThatFallEquallyFarDoTheSame() {
    assertThat(figure(List.of(), FALLEN, GOOD, FALLEN, BETTER).closeUp()).isNotNull();
  }

  @Test
  void aGapNoGreaterThanTheOthersExtentIsNoCollapse() {
    assertThat(figure(List.of(), series("lower", 99, 81), GOOD, BETTER).closeUp()).isNull();
    assertThat(figure(List.of(), series("lower", 99, 80.9), GOOD, BETTER).closeUp()).isNotNull();
  }

  @Test
  void mostMustBeLeft() {
    assertThat(figure(List.of(), FALLEN, GOOD).closeUp()).as("one is left").isNull();
    assertThat(figure(List.of(), FALLEN, FALLEN, FALLEN, GOOD, BETTER).closeUp()).isNull();
  }

  @Test
  void theWorstSeedCounts() {
    Series unsteady =
        Series.of(
            "unsteady",
            LineFigure.Spread.BARS,
            X,
            new double[] {99, 89},
            new double[] {99, 11},
            new double[] {99, 91});
    assertThat(figure(List.of(), unsteady, GOOD, BETTER).closeUp()).isNotNull();
  }

  @Test
  void statedNumbersNearbyAreShown() {
    Axis.Range range =
        figure(
                List.of(new Reference("near", 1, 99.5), new Reference("far", 1, 20)),
                FALLEN,
                GOOD,
                BETTER)
            .closeUp();
    assertThat(range).isNotNull();
    assertThat(range.high()).isGreaterThan(99.5);
    assertThat(range.low()).isGreaterThan(89);
  }

  @Test
  void curvesWithoutValuesAreNotCounted() {
    Series gaps = series("gaps", Double.NaN, Double.NaN);
    assertThat(figure(List.of(), gaps, gaps, GOOD, BETTER).closeUp()).isNull();
    assertThat(figure(List.of(), gaps, FALLEN, GOOD, BETTER).closeUp()).isNotNull();
  }

  @Test
  void theSecondPanelHasItsOwnScaleAndOneLegendServesBoth() throws Exception {
    var svg = Xml.parse(Figures.svg(figure(List.of(), FALLEN, GOOD, BETTER)));
    assertThat(Xml.elements(svg, "svg")).as("the sheet and two windows").hasSize(3);
    List<String> texts = Xml.texts(svg, "text");
    assertThat(texts).containsOnlyOnce("fallen", "good", "better", "x");
    assertThat(texts).anyMatch(text -> text.startsWith("the same from 89.6 up"));
    assertThat(Stream.of("20", "92", "94", "96")).allMatch(texts::contains);
  }
}
