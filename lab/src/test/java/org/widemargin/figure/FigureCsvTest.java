package org.widemargin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureCsvTest {
  @Test
  void holdsEveryPointOfALineFigure() {
    assertThat(FigureCsv.of(Examples.lines()).lines())
        .hasSize(1 + 3 * 4 + 2)
        .startsWith(
            "kind,name,x,y,low,high",
            "series,\"a <b> & \"\"c\"\" 'd', é\",0,99,98,99.5",
            "series,\"a <b> & \"\"c\"\" 'd', é\",0.1,77,70,80")
        .contains("series,gap,0.1,,,", "series,gap,0.2,60,60,60")
        .endsWith(
            "reference,published,0.3,92.8,92.8,92.8", "reference,beside it,0.3,92.7,92.7,92.7");
  }

  @Test
  void leavesOutWhatBinaryFractionsLeaveOver() {
    LineFigure.Series series =
        LineFigure.Series.of(
            "a",
            LineFigure.Spread.BARS,
            new double[] {0.1},
            new double[] {100 * 0.797},
            new double[] {100 * 0.79},
            new double[] {100 * 0.806});
    LineFigure figure =
        new LineFigure("t", Axis.linear("x"), Axis.linear("y"), List.of(series), List.of());
    assertThat(100 * 0.806).isNotEqualTo(80.6);
    assertThat(FigureCsv.of(figure)).endsWith("series,a,0.1,79.7,79,80.6\n");
  }

  @Test
  void holdsEveryBinOfAHistogram() {
    HistogramFigure figure = Examples.histogram();
    assertThat(figure.edges().get(1)).isNotEqualTo(-0.15);
    double share = figure.distributions().get(0).shares().get(4);
    assertThat(share).isBetween(0.1, 0.15).isEqualTo(Math.rint(500 * share) / 500);
    assertThat(FigureCsv.of(figure).lines())
        .hasSize(1 + 2 * 16)
        .startsWith("name,count,low,high,share", "cross-entropy,500,-0.2,-0.15,0")
        .contains("cross-entropy,500,0,0.05," + share);
  }

  @Test
  void holdsThePointsAndTheLineBetweenTwoClasses() {
    ScoreGrid scores =
        new ScoreGrid(
            new Axis.Range(0, 4), new Axis.Range(-1, 1), 2, 2, new double[] {-1, 3, -1, 3});
    BoundaryFigure figure =
        new BoundaryFigure(
            "net",
            "",
            List.of("a", "b"),
            scores,
            List.of(new BoundaryFigure.Observation(0.5, 0.25, 0)),
            List.of(new BoundaryFigure.Observation(3, 0, 1)));
    assertThat(FigureCsv.ofBoundaries(List.of(figure)).lines())
        .startsWith("name,kind,x,y,label", "net,train,0.5,0.25,0", "net,test,3,0,1")
        .hasSize(5)
        .contains("net,boundary-1,1,-1,", "net,boundary-1,1,1,");
  }
}
