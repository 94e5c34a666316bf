package org.widemargin.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One figure of each kind, with awkward names. */
public final class Examples {
  static final String AWKWARD = "a <b> & \"c\" 'd', é";

  private Examples() {}

  public static LineFigure lines() {
    double[] x = {0, 0.1, 0.2, 0.3};
    return new LineFigure(
        "Accuracy under " + AWKWARD,
        Axis.linear("epsilon"),
        Axis.linear("accuracy, %").within(0, 100),
        List.of(
            LineFigure.Series.of(
                AWKWARD,
                LineFigure.Spread.BARS,
                x,
                new double[] {99, 77, 11, 0},
                new double[] {98, 70, 8, 0},
                new double[] {99.5, 80, 14, 1}),
            LineFigure.Series.of("gap", x, new double[] {98, Double.NaN, 60, 40}),
            LineFigure.Series.of(
                "band",
                LineFigure.Spread.BAND,
                x,
                new double[] {97, 90, 80, 70},
                new double[] {96, 88, 77, 66},
                new double[] {98, 92, 83, 74})),
        List.of(
            new LineFigure.Reference("published", 0.3, 92.8),
            new LineFigure.Reference("beside it", 0.3, 92.7)));
  }

  public static HistogramFigure histogram() {
    SplittableRandom random = new SplittableRandom(1);
    double[] near = random.doubles(500, -0.1, 0.3).toArray();
    double[] far = random.doubles(500, 0.1, 0.7).toArray();
    return HistogramFigure.of(
        "Distances",
        Axis.linear("distance").within(-0.2, 0.6),
        16,
        List.of(Map.entry("cross-entropy", near), Map.entry("margin", far)),
        new HistogramFigure.Marker(0, "boundary"));
  }

  public static BoundaryFigure boundary() {
    Axis.Range range = new Axis.Range(-1, 1);
    double[] differences = new double[400];
    double[][] nodes = ScoreGrid.nodes(range, range, 20, 20);
    for (int i = 0; i < differences.length; i++) {
      differences[i] = 0.25 - nodes[i][0] * nodes[i][0] - nodes[i][1] * nodes[i][1];
    }
    return new BoundaryFigure(
        "Large margin",
        "test accuracy 97.5 %",
        List.of("outside", "inside"),
        new ScoreGrid(range, range, 20, 20, differences),
        List.of(
            new BoundaryFigure.Observation(0, 0, 1), new BoundaryFigure.Observation(0.8, 0.8, 0)),
        List.of(new BoundaryFigure.Observation(0.1, -0.1, 1)));
  }

  public static ImageGridFigure images() {
    List<ImageGridFigure.Cell> cells = new ArrayList<>();
    for (ImageGridFigure.Verdict verdict : ImageGridFigure.Verdict.values()) {
      float[] pixels = new float[3 * 4 * 4];
      pixels[cells.size()] = 1;
      cells.add(new ImageGridFigure.Cell(new Picture(3, 4, 4, pixels), "7 <" + verdict, verdict));
    }
    return new ImageGridFigure(
        "Digits",
        List.of("one", "two", "three"),
        List.of(new ImageGridFigure.Row("attacked & seen", cells)));
  }

  public static ForestFigure forest() {
    List<ForestFigure.Row> rows =
        List.of(
            new ForestFigure.Row(AWKWARD, SeriesStyle.numbered(0)),
            new ForestFigure.Row("margin-l2-all", SeriesStyle.numbered(1)),
            new ForestFigure.Row("hinge", SeriesStyle.numbered(2)));
    List<List<ForestFigure.Estimate>> estimates =
        List.of(
            List.of(
                new ForestFigure.Estimate(2.4, -0.3, 5.1), new ForestFigure.Estimate(1, 0.5, 1.5)),
            List.of(ForestFigure.Estimate.NONE, new ForestFigure.Estimate(2, 1.5, 2.5)),
            List.of(new ForestFigure.Estimate(-74.7, -80, -70), ForestFigure.Estimate.NONE));
    return new ForestFigure(
        "Lead of " + AWKWARD,
        "points",
        List.of("best step", "last step"),
        rows,
        List.of(
            new ForestFigure.Panel("80 % wrong labels, which are many", estimates),
            new ForestFigure.Panel(AWKWARD, estimates)),
        0);
  }

  public static SideBySideFigure sideBySide() {
    return new SideBySideFigure("Two " + AWKWARD, List.of(boundary(), lines()));
  }

  public static List<Figure> all() {
    return List.of(lines(), forest(), histogram(), boundary(), images(), sideBySide());
  }
}
