package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.widemargin.figure.Axis;
import org.widemargin.figure.HistogramFigure;
import org.widemargin.figure.LineFigure;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Cell;
import org.widemargin.report.Table.Column;
import org.widemargin.report.Table.Row;

/** The page of a certification: every sample's margin from both sides. */
public final class CertificationPage {
  private static final int POINTS = 200;
  private static final int BINS = 40;
  private static final int MOST_ROWS = 200;
  private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95};

  private final CertifiedModel model;
  private final List<String> classes;

  private CertificationPage(CertifiedModel model, List<String> classes) {
    this.model = model;
    this.classes = List.copyOf(classes);
  }

  /**
   * Lays the page out.
   *
   * @param model what was found
   * @param classes the names of the classes
   * @param footer versions and the date
   * @return the page
   */
  public static HtmlPage of(CertifiedModel model, List<String> classes, String footer) {
    return new CertificationPage(model, classes).page(footer);
  }

  private HtmlPage page(String footer) {
    HtmlPage.Builder page =
        HtmlPage.titled("Proved: " + model.name()).paragraph(verdict()).paragraph(meaning());
    curves(page);
    ends(page);
    each(page);
    return page.build(footer);
  }

  private String verdict() {
    return String.format(
        Locale.ROOT,
        "Of %d test samples %.1f %% are classified right as they are. For %.1f %% no perturbation"
            + " up to %s in %s is known to change that; for %.1f %% it is proved that none does.",
        model.samples().size(),
        100 * model.clean(),
        100 * model.attacked(model.epsilon()),
        model.epsilon(),
        model.norm(),
        100 * model.certified(model.epsilon()));
  }

  private String meaning() {
    return "The truth lies between: a better search can only lower the second figure, better bounds"
        + " (here: "
        + model.method()
        + ") can only raise the third. Pixels stay in their valid range.";
  }

  private void curves(HtmlPage.Builder page) {
    double[] x = new double[POINTS + 1];
    double[] clean = new double[POINTS + 1];
    double[] attacked = new double[POINTS + 1];
    double[] certified = new double[POINTS + 1];
    for (int i = 0; i <= POINTS; i++) {
      x[i] = model.farthest() * i / POINTS;
      clean[i] = 100 * model.clean();
      attacked[i] = 100 * model.attacked(x[i]);
      certified[i] = 100 * model.proved(x[i]);
    }
    page.section("How far it holds")
        .figures(
            "Share of samples that are right as they are, that no perturbation up to epsilon is"
                + " known to break, and that are proved.",
            new LineFigure(
                "Accuracy against epsilon",
                Axis.linear("epsilon, " + model.norm()),
                Axis.linear("samples, %").within(0, 100),
                List.of(
                    LineFigure.Series.of("right", x, clean),
                    LineFigure.Series.of("not known to break", x, attacked),
                    LineFigure.Series.of("proved", x, certified)),
                List.of(
                    new LineFigure.Reference(
                        "proved at " + model.epsilon(),
                        model.epsilon(),
                        100 * model.certified(model.epsilon())))));
  }

  private void ends(HtmlPage.Builder page) {
    List<Row> rows = new ArrayList<>();
    rows.add(quantiles("proved up to", model.lowerEnds()));
    rows.add(quantiles("broken at", model.upperEnds()));
    List<Column> columns = new ArrayList<>();
    for (double share : SHARES) {
      columns.add(
          new Column(
              share == 0.5 ? "median" : String.format(Locale.ROOT, "%.0f %%", 100 * share),
              Best.NONE));
    }
    page.section("Between which ends the margins lie")
        .paragraph(
            "The lower end of a sample is the largest size that is proved, the upper end the length"
                + " of the shortest perturbation that was found to change its class. Both are 0 for"
                + " a sample that is wrong.")
        .table(new Table("Quantiles over samples, " + model.norm(), "", columns, rows))
        .figures(
            "How both ends are distributed, and every sample's own: between them lies its margin.",
            HistogramFigure.of(
                "Both ends of the margins",
                Axis.linear("size of the perturbation, " + model.norm())
                    .within(0, model.farthest()),
                BINS,
                List.of(
                    Map.entry("proved up to", model.lowerEnds()),
                    Map.entry("broken at", model.upperEnds())),
                null),
            sorted());
  }

  private static Row quantiles(String name, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    List<Cell> cells = new ArrayList<>();
    for (double share : SHARES) {
      cells.add(Cell.text(length(sorted[(int) Math.floor(share * (sorted.length - 1))])));
    }
    return new Row(name, cells);
  }

  /** Every sample's interval, by its upper end; where none is known, none is drawn. */
  private LineFigure sorted() {
    List<CertifiedSample> order =
        model.samples().stream()
            .sorted(Comparator.comparingDouble(CertifiedSample::broken))
            .toList();
    List<LineFigure.Sample> proved = new ArrayList<>();
    List<LineFigure.Sample> broken = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      double share = 100.0 * (i + 1) / order.size();
      double low = order.get(i).certificate().radius();
      double high = order.get(i).broken();
      proved.add(new LineFigure.Sample(share, low, low, low));
      broken.add(
          Double.isInfinite(high)
              ? new LineFigure.Sample(share, Double.NaN, Double.NaN, Double.NaN)
              : new LineFigure.Sample(share, high, Math.min(low, high), high));
    }
    return new LineFigure(
        "Every sample's margin",
        Axis.linear("samples in the order of their upper end, %").within(0, 100),
        Axis.linear("size of the perturbation, " + model.norm()).within(0, model.farthest()),
        List.of(
            new LineFigure.Series("broken at", null, LineFigure.Spread.BAND, broken),
            new LineFigure.Series("proved up to", null, LineFigure.Spread.NONE, proved)),
        List.of());
  }

  private void each(HtmlPage.Builder page) {
    List<Row> rows = new ArrayList<>();
    for (CertifiedSample sample :
        model.samples().subList(0, Math.min(MOST_ROWS, model.samples().size()))) {
      rows.add(
          Row.of(
              Integer.toString(sample.certificate().sample()),
              Cell.text(classes.get(sample.certificate().label())),
              Cell.text(sample.certificate().right() ? "yes" : "no"),
              new Cell(length(sample.certificate().radius()), sample.certificate().radius()),
              new Cell(length(sample.broken()), sample.broken())));
    }
    page.section("Sample by sample")
        .paragraph(
            rows.size() < model.samples().size()
                ? "The first " + rows.size() + "; certificates.jsonl has all."
                : "Also in certificates.jsonl.")
        .sortableTable(
            new Table(
                "Margins from both sides",
                "sample",
                List.of(
                    new Column("class", Best.NONE),
                    new Column("right", Best.NONE),
                    new Column("proved up to", Best.NONE),
                    new Column("broken at", Best.NONE)),
                rows));
  }

  private static String length(double value) {
    return Double.isInfinite(value) ? "none known" : String.format(Locale.ROOT, "%.4f", value);
  }
}
