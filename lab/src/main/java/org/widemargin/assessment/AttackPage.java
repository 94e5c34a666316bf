package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.widemargin.figure.Axis;
import org.widemargin.figure.ImageGridFigure;
import org.widemargin.figure.LineFigure;
import org.widemargin.figure.Picture;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Cell;
import org.widemargin.report.Table.Column;
import org.widemargin.report.Table.Row;
import org.widemargin.robustness.AccuracyCurve;
import org.widemargin.robustness.AttackReport;
import org.widemargin.robustness.HealthCheck;

/** The page that an evaluation under attack leaves behind. */
public final class AttackPage {
  private static final int POINTS = 100;

  private static final Column ACCURACY = new Column("accuracy, %", Best.NONE);
  private static final Column TIME = new Column("time, s", Best.NONE);

  private static final String TOP_FIVE =
      "Top 5 counts the samples whose class is among the five first, both as they are and at the"
          + " point that took the first place from it. No attack goes on to drive it out of the five,"
          + " and samples that are misclassified as they are stay where they are, so it is an upper"
          + " bound in a looser sense than the accuracy.";

  private final AttackedModel model;
  private final List<String> classes;

  private AttackPage(AttackedModel model, List<String> classes) {
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
  public static HtmlPage of(AttackedModel model, List<String> classes, String footer) {
    return new AttackPage(model, classes).page(footer);
  }

  private HtmlPage page(String footer) {
    HtmlPage.Builder page =
        HtmlPage.titled("Under attack: " + model.name()).paragraph(verdict()).paragraph(doubts());
    model.leftOut().ifPresent(page::paragraph);
    attacks(page);
    checks(page);
    model
        .nearest()
        .ifPresent(
            nearest -> {
              curve(page, nearest);
              examples(page, nearest.examples());
            });
    return page.build(footer);
  }

  private String verdict() {
    return String.format(
        Locale.ROOT,
        "Of %d test samples %.1f %% are classified right as they are, and %.1f %% also at every point"
            + " that the attacks found within %s of the sample in %s.",
        model.report().samples(),
        100 * model.report().clean(),
        100 * model.report().robust(),
        model.threat().epsilon(),
        model.threat().norm());
  }

  private String doubts() {
    if (model.report().checks().isEmpty()) {
      return "This figure is an upper bound, which nothing was there to check: a better attack may"
          + " find more.";
    }
    List<String> suspect =
        model.report().checks().stream()
            .filter(HealthCheck::suspect)
            .map(HealthCheck::name)
            .toList();
    return suspect.isEmpty()
        ? "No check speaks against this figure. It is still an upper bound: a better attack may find"
            + " more."
        : "Do not believe this figure: these checks failed: " + String.join(", ", suspect) + ".";
  }

  private void attacks(HtmlPage.Builder page) {
    Double clean = model.report().cleanTopFive();
    List<Row> rows = new ArrayList<>();
    rows.add(row("no attack", model.report().clean(), clean, Cell.text("")));
    for (AttackReport.Line line : model.report().attacks()) {
      rows.add(row(line.name(), line.robust(), line.topFive(), Cell.number(line.seconds(), 1)));
    }
    page.section("What each attack left standing")
        .paragraph(
            "Each attack works on the samples that the ones before left standing, so the last line"
                + " is the worst case for every sample."
                + (clean == null ? "" : " " + TOP_FIVE))
        .table(
            new Table(
                "Accuracy in percent after each attack",
                "after",
                clean == null
                    ? List.of(ACCURACY, TIME)
                    : List.of(ACCURACY, new Column("top 5, %", Best.NONE), TIME),
                rows));
  }

  private static Row row(String after, double robust, @Nullable Double topFive, Cell seconds) {
    return topFive == null
        ? Row.of(after, Cell.percent(robust), seconds)
        : Row.of(after, Cell.percent(robust), Cell.percent(topFive), seconds);
  }

  private void checks(HtmlPage.Builder page) {
    List<Row> rows = new ArrayList<>();
    for (HealthCheck check : model.report().checks()) {
      rows.add(
          Row.of(
              check.name(),
              Cell.text(check.suspect() ? "suspect" : "ok"),
              Cell.text(String.format(Locale.ROOT, "%.4g", check.figure())),
              Cell.text(check.explanation())));
    }
    page.section("What speaks against the figure");
    if (rows.isEmpty()) {
      page.paragraph("There was nothing to check.");
      return;
    }
    page.paragraph(
            "Attacks can fail on a network that is not robust. Each of these signs of it was looked"
                + " for.")
        .table(
            new Table(
                "Checks",
                "check",
                List.of(
                    new Column("verdict", Best.NONE),
                    new Column("figure", Best.NONE),
                    new Column("what it is", Best.NONE)),
                rows));
  }

  private void curve(HtmlPage.Builder page, NearestPoints nearest) {
    AccuracyCurve curve = nearest.curve();
    double[] distances = curve.distances();
    double top =
        Arrays.stream(distances)
            .filter(Double::isFinite)
            .reduce(1.25 * model.threat().epsilon(), Math::max);
    double[] x = new double[POINTS + 1];
    double[] y = new double[POINTS + 1];
    for (int i = 0; i <= POINTS; i++) {
      x[i] = top * i / POINTS;
      y[i] = 100 * curve.at(x[i]);
    }
    page.section("How far it holds")
        .paragraph(
            String.format(
                Locale.ROOT,
                "For each of the first %d samples %s looked for the nearest point that is"
                    + " classified wrong. %s; at epsilon %s that leaves %.1f %%.",
                distances.length,
                nearest.attack(),
                half(curve.median()),
                model.threat().epsilon(),
                100 * curve.at(model.threat().epsilon())))
        .figures(
            "Share of samples that nothing is known to break within epsilon; the star is the figure"
                + " above, of all attacks on all samples.",
            new LineFigure(
                "Accuracy against epsilon",
                Axis.linear("epsilon, " + model.threat().norm()),
                Axis.linear("accuracy, %").within(0, 100),
                List.of(LineFigure.Series.of(model.name(), x, y)),
                List.of(
                    new LineFigure.Reference(
                        "all attacks", model.threat().epsilon(), 100 * model.report().robust()))));
  }

  private static String half(double median) {
    return Double.isInfinite(median)
        ? "For half of the samples or more no such point was found"
        : String.format(Locale.ROOT, "Half of the samples fall within %.4g", median);
  }

  private void examples(HtmlPage.Builder page, List<NearestExample> examples) {
    if (examples.isEmpty()) {
      return;
    }
    List<ImageGridFigure.Row> rows = new ArrayList<>();
    for (NearestExample example : examples) {
      rows.add(
          new ImageGridFigure.Row(
              name(example.label()),
              List.of(
                  cell(example, example.clean(), name(example.label()), true),
                  cell(example, example.changed(), name(example.seen()), false),
                  new ImageGridFigure.Cell(
                      picture(example, example.difference()),
                      String.format(Locale.ROOT, "%.4g", example.distance()),
                      ImageGridFigure.Verdict.NONE))));
    }
    page.section("The smallest changes that succeed")
        .figures(
            "Of each class, of up to ten, the first sample that is classified right as it is and"
                + " has such a point: the sample, the nearest point known that the network takes"
                + " for another class, and the change: its length, and where it adds (white) and"
                + " takes away (black)"
                + (examples.get(0).shape().channels() == 1 ? "" : ", each colour by itself")
                + ", as strong as can be shown.",
            new ImageGridFigure(
                "Smallest successful perturbations", List.of("clean", "changed", "change"), rows));
  }

  private static ImageGridFigure.Cell cell(
      NearestExample example, float[] pixels, String caption, boolean right) {
    return new ImageGridFigure.Cell(
        picture(example, pixels),
        caption,
        right ? ImageGridFigure.Verdict.RIGHT : ImageGridFigure.Verdict.WRONG);
  }

  private static Picture picture(NearestExample example, float[] pixels) {
    return new Picture(
        example.shape().channels(), example.shape().height(), example.shape().width(), pixels);
  }

  private String name(int label) {
    return classes.get(label);
  }
}
