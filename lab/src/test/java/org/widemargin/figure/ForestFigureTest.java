package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.widemargin.figure.ForestFigure.Estimate;
import org.widemargin.figure.ForestFigure.Panel;
import org.widemargin.figure.ForestFigure.Row;

class ForestFigureTest {
  private static Panel panel(double... values) {
    return new Panel(
        "p",
        DoubleStream.of(values).mapToObj(v -> List.of(new Estimate(v, v - 1, v + 1))).toList());
  }

  private static ForestFigure figure(Panel panel) {
    List<Row> rows =
        java.util.stream.IntStream.range(0, panel.estimates().size())
            .mapToObj(i -> new Row("row " + i, SeriesStyle.numbered(i)))
            .toList();
    return new ForestFigure("t", "points", List.of("only"), rows, List.of(panel), 0);
  }

  @Test
  void everyRowHasItsMarkAndItsInterval() throws Exception {
    var svg = Xml.parse(Figures.svg(figure(panel(2, 3, 1))));
    assertThat(Xml.elements(svg, "svg").get(1).getElementsByTagName("polyline").getLength())
        .isEqualTo(3);
    assertThat(Xml.texts(svg, "text")).contains("row 0", "row 1", "row 2", "p", "points");
  }

  @Test
  void whatLiesFarBelowIsAnArrowWithItsNumber() throws Exception {
    ForestFigure figure = figure(panel(2, 3, 1, -74.6));
    assertThat(ForestRange.of(figure.panels().get(0), 0).low()).isBetween(-5.0, 0.0);
    assertThat(Xml.texts(Xml.parse(Figures.svg(figure)), "text")).contains("−74.6");
    assertThat(Figures.svg(figure(panel(2, 3, 1, 0.5)))).doesNotContain(">0.5</text>");
  }

  @Test
  void theLineOfComparisonIsAlwaysInTheRange() {
    Axis.Range range = ForestRange.of(panel(20, 21, 22), 0);
    assertThat(range.low()).isLessThan(0);
    assertThat(range.high()).isGreaterThan(23);
    assertThat(ForestRange.of(panel(20, 21, 22), Double.NaN).low()).isBetween(18.0, 20.0);
  }

  @Test
  void aLongIntervalDoesNotTakeThePanel() {
    Panel panel =
        new Panel(
            "p",
            List.of(
                List.of(new Estimate(1, 0.5, 1.5)),
                List.of(new Estimate(2, -200, 204)),
                List.of(Estimate.NONE)));
    Axis.Range range = ForestRange.of(panel, 0);
    assertThat(range.low()).isBetween(-3.0, -1.9);
    assertThat(range.high()).isBetween(3.9, 5.0);
  }

  @Test
  void theNumbersAreInAFile() {
    assertThat(FigureCsv.of(figure(panel(2, 3))))
        .isEqualTo("panel,name,kind,value,low,high\np,row 0,only,2,1,3\np,row 1,only,3,2,4\n");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Row row = new Row("a", SeriesStyle.numbered(0));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ForestFigure("t", "l", List.of("k"), List.of(row), List.of(panel(1, 2)), 0))
        .withMessageContaining("panel 'p': expected 1 rows, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ForestFigure("t", "l", List.of("k", "m"), List.of(row), List.of(panel(1)), 0))
        .withMessageContaining("expected 2 estimates in a row, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ForestFigure("t", "l", List.of(), List.of(row), List.of(), 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(1, 2, 3));
  }
}
