package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.distance.LayerDistances;

/** What the descriptions hold and what they refuse. */
class FigureValuesTest {
  private static final Axis X = Axis.linear("x");

  private static HistogramFigure histogram(Axis axis, int bins, double... values) {
    return HistogramFigure.of("t", axis, bins, List.of(Map.entry("a", values)), null);
  }

  @Test
  void sortsValuesIntoBins() {
    HistogramFigure figure = histogram(X, 4, 0, 0.25, 0.3, 0.5, 0.99, 1, 1, 1);
    assertThat(figure.edges()).containsExactly(0.0, 0.25, 0.5, 0.75, 1.0);
    HistogramFigure.Distribution distribution = figure.distributions().get(0);
    assertThat(distribution.shares()).containsExactly(0.125, 0.25, 0.125, 0.5);
    assertThat(distribution.outside()).isZero();
    assertThat(distribution.count()).isEqualTo(8);
  }

  @Test
  void countsWhatLiesOutside() {
    HistogramFigure figure =
        histogram(X.within(0, 1), 2, -1, 0.1, 0.2, 0.6, 2, Double.POSITIVE_INFINITY, 0.7, 0.8);
    HistogramFigure.Distribution distribution = figure.distributions().get(0);
    assertThat(distribution.shares()).containsExactly(0.25, 0.375);
    assertThat(distribution.outside()).isCloseTo(0.375, within(1e-12));
    assertThat(Figures.svg(figure)).contains("a (37.5 % not shown)");
  }

  @Test
  void drawsEqualValuesAndSinglePoints() {
    assertThat(histogram(X, 3, 5, 5, 5).distributions().get(0).shares()).contains(1.0);
    double[] one = {3};
    for (Axis axis : List.of(X, Axis.logarithmic("x"))) {
      LineFigure figure =
          new LineFigure("t", axis, axis, List.of(LineFigure.Series.of("a", one, one)), List.of());
      assertThat(Figures.svg(figure)).doesNotContain("NaN").doesNotContain("Infinity");
    }
  }

  @Test
  void equalDistancesLieInsideTheirHistogram() {
    for (double[] distances : new double[][] {{0}, {-0.25}, {0, 0, 0}, {-1, -1}, {3}}) {
      HistogramFigure figure = distances(distances);
      assertThat(figure.distributions().get(0).outside()).isZero();
      assertThat(Figures.svg(figure)).doesNotContain("NaN").doesNotContain("Infinity");
    }
  }

  /** Constant scores have no boundary that a sample could be near. */
  @Test
  void infiniteDistancesAreNotShown() {
    double none = Double.POSITIVE_INFINITY;
    assertThat(distances(none, none).distributions().get(0).outside()).isEqualTo(1);
    HistogramFigure some = distances(0.5, 0.5, none, -none);
    assertThat(some.distributions().get(0).outside()).isEqualTo(0.5);
    assertThat(some.edges()).doesNotContain(none, -none).contains(0.0);
  }

  private static HistogramFigure distances(double... distances) {
    return DistanceHistogram.of(
        "t", "l2", List.of(Map.entry("a", new LayerDistances("input", 1, distances))));
  }

  @Test
  void drawsASeriesOfGapsOnly() {
    double[] gaps = {Double.NaN, Double.NaN};
    LineFigure figure =
        new LineFigure(
            "t",
            X,
            Axis.linear("y"),
            List.of(LineFigure.Series.of("a", new double[] {1, 2}, gaps)),
            List.of());
    assertThat(Figures.svg(figure)).contains("a: no values.").doesNotContain("NaN");
  }

  @Test
  void refusesBadLines() {
    double[] two = {1, 2};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LineFigure.Series.of("a", two, new double[] {1}))
        .withMessageContaining("series 'a': expected arrays of one length");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LineFigure.Series.of("a", two, new double[] {1, Double.POSITIVE_INFINITY}));
    assertThatIllegalArgumentException().isThrownBy(() -> new LineFigure.Sample(0, 1, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LineFigure("t", X, X, List.of(), List.of()));
    LineFigure.Series zero = LineFigure.Series.of("a", new double[] {0}, new double[] {1});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LineFigure("t", Axis.logarithmic("x"), X, List.of(zero), List.of()))
        .withMessageContaining("a logarithmic axis shows values above 0, found 0.0 on 'x'");
  }

  @Test
  void refusesBadHistograms() {
    assertThatIllegalArgumentException().isThrownBy(() -> histogram(X, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> histogram(X, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> histogram(X, 2, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> histogram(Axis.logarithmic("x"), 2, 1, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HistogramFigure.Distribution("a", List.of(0.7, 0.7), 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HistogramFigure("t", "x", List.of(1.0, 0.0), List.of(), null));
  }

  @Test
  void refusesBadPicturesAndGrids() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Picture(2, 1, 1, new float[2]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Picture(1, 2, 2, new float[3]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Picture(1, 1, 1, new float[] {Float.NaN}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageGridFigure("t", List.of(), List.of()));
    ImageGridFigure.Row row = Examples.images().rows().get(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageGridFigure("t", List.of("one"), List.of(row)));
    ImageGridFigure.Row shorter = new ImageGridFigure.Row("", row.cells().subList(0, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageGridFigure("t", List.of(), List.of(row, shorter)));
  }

  @Test
  void refusesBadBoundaries() {
    Axis.Range range = new Axis.Range(0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScoreGrid(range, range, 2, 2, new double[3]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScoreGrid(range, range, 2, 1, new double[2]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScoreGrid(range, range, 2, 2, new double[] {0, 0, 0, Double.NaN}));
    assertThatIllegalArgumentException().isThrownBy(() -> new BoundaryFigure.Observation(0, 0, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Axis.Range(1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Axis.logarithmic("x").within(0, 1));
  }

  @Test
  void picturesAreCopiedAndShownAsTheNearestLevel() {
    float[] pixels = {-0.5f, 0.5f, 1.5f, 1f};
    Picture picture = new Picture(1, 2, 2, pixels);
    pixels[3] = 0;
    assertThat(picture.toImage().getRGB(0, 0) & 0xff).isZero();
    assertThat(picture.toImage().getRGB(1, 0) & 0xff).isEqualTo(128);
    assertThat(picture.toImage().getRGB(0, 1) & 0xff).isEqualTo(255);
    assertThat(picture.toImage().getRGB(1, 1) & 0xff).isEqualTo(255);
    assertThat(picture).isEqualTo(new Picture(1, 2, 2, new float[] {-0.5f, 0.5f, 1.5f, 1f}));
  }
}
