package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureCsvTest {
  @Test
  void holdsEveryPointOfALineFigure() {
    assertThat(FigureCsv.of(Examples.lines()).lines())
        .hasSize(1 + 3 * 4 + 2)
        .startsWith(
            "kind,name,x,y,low,high",
            "series,\"a <b> & \"\"c\"\" 'd', é\",0.0,99.0,98.0,99.5",
            "series,\"a <b> & \"\"c\"\" 'd', é\",0.1,77.0,70.0,80.0")
        .contains("series,gap,0.1,,,", "series,gap,0.2,60.0,60.0,60.0")
        .endsWith(
            "reference,published,0.3,92.8,92.8,92.8", "reference,beside it,0.3,92.7,92.7,92.7");
  }

  @Test
  void holdsEveryBinOfAHistogram() {
    HistogramFigure figure = Examples.histogram();
    String first = Double.toString(figure.distributions().get(0).shares().get(0));
    assertThat(FigureCsv.of(figure).lines())
        .hasSize(1 + 2 * 16)
        .startsWith(
            "name,count,low,high,share",
            "cross-entropy,500,-0.2," + figure.edges().get(1) + "," + first);
  }
}
