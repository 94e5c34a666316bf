package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.widemargin.audit.Audit;
import org.widemargin.audit.AuditSummary;
import org.widemargin.audit.Detection;
import org.widemargin.audit.NearDuplicate;
import org.widemargin.audit.PartAudit;
import org.widemargin.audit.SampleScores;
import org.widemargin.figure.Figure;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.PageBlock;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Cell;
import org.widemargin.report.Table.Column;
import org.widemargin.report.Table.Row;

/** The page that an audit leaves behind. */
public final class AuditPage {
  private static final int MOST_PAIRS = 20;
  private static final int OF_OTHER_PARTS = 20;

  private final Audit audit;
  private final AuditSummary summary;
  private final int worst;

  private AuditPage(Audit audit, AuditSummary summary, int worst) {
    this.audit = audit;
    this.summary = summary;
    this.worst = worst;
  }

  /**
   * Lays the page out.
   *
   * @param audit what was found of each sample
   * @param summary the figures
   * @param worst how many of the most suspicious training samples are shown
   * @param footer versions and the date
   * @return the page
   */
  public static HtmlPage of(Audit audit, AuditSummary summary, int worst, String footer) {
    return new AuditPage(audit, summary, worst).page(footer);
  }

  private HtmlPage page(String footer) {
    HtmlPage.Builder page =
        HtmlPage.titled("Which labels are wrong? " + summary.run()).paragraph(introduction());
    parts(page);
    detections(page);
    for (PartAudit part : audit.parts()) {
      worst(page, part, part.name().equals(PartAudit.TRAIN) ? worst : OF_OTHER_PARTS);
    }
    histograms(page);
    LabelTables labels = new LabelTables(audit.train(), summary.by());
    page.section("Classes").sortableTable(labels.classes());
    page.section("Given and suggested labels")
        .paragraph(
            "How often a training sample of each class is seen as another one by the networks that"
                + " judge it.")
        .table(labels.confusion());
    duplicates(page);
    return page.build(footer);
  }

  private String introduction() {
    String judges =
        summary.folds() == null
            ? "The training samples are judged by the network that learned from them: a label that"
                + " it has memorised looks right. Audit with --folds 5 for a judgement out of"
                + " sample."
            : "Each training sample is judged by the one of %s networks that did not learn from it."
                .formatted(summary.folds());
    return judges
        + " Samples are ordered by %s. A label is suspicious, not proved wrong: look at the samples"
            .formatted(summary.by())
        + " before you drop any.";
  }

  private void parts(HtmlPage.Builder page) {
    List<Row> rows = new ArrayList<>();
    for (AuditSummary.Part part : summary.parts()) {
      rows.add(
          Row.of(
              part.name(),
              Cell.number(part.samples(), 0),
              Cell.text(part.outOfSample() ? "out of sample" : "in sample"),
              Cell.number(part.disagreeing(), 0),
              Cell.percent(part.disagreeing() / (double) part.samples())));
    }
    page.section("What was looked at")
        .table(
            new Table(
                "Samples whose label the judging networks do not agree with",
                "part",
                List.of(
                    new Column("samples", Best.NONE),
                    new Column("judged", Best.NONE),
                    new Column("disagreeing", Best.NONE),
                    new Column("share, %", Best.NONE)),
                rows));
  }

  private void detections(HtmlPage.Builder page) {
    if (summary.detections().isEmpty()) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    for (Detection found : summary.detections()) {
      rows.add(
          Row.of(
              found.score() + (found.outOfSample() ? ", out of sample" : ", in sample"),
              Cell.number(found.auroc(), 4),
              Cell.number(found.averagePrecision(), 4),
              Cell.percent(found.precisionAtWrong())));
    }
    Detection first = summary.detections().get(0);
    page.section("How well wrong labels are found")
        .paragraph(
            "%s of %s training labels are wrong on purpose. Labels that came with the data count as right, even where they are not."
                .formatted(first.wrong(), first.samples()))
        .paragraph(summary.comparison())
        .table(
            new Table(
                "Each score against the known wrong labels; precision among as many of the most"
                    + " suspicious samples as there are wrong labels",
                "score",
                List.of(
                    new Column("AUROC", Best.HIGHEST),
                    new Column("average precision", Best.HIGHEST),
                    new Column("precision, %", Best.HIGHEST)),
                rows));
  }

  private void worst(HtmlPage.Builder page, PartAudit part, int most) {
    // A training leaves some scores of the samples that it learned from only.
    boolean has = part.judged().names().contains(summary.by());
    List<Integer> samples =
        part.judged().ranked(has ? summary.by() : SampleScores.GAP).stream()
            .limit(Math.min(most, part.data().size()))
            .toList();
    page.section("The most suspicious: " + part.name());
    if (!has) {
      page.paragraph(
          "These samples have no %s: they are ordered by %s."
              .formatted(summary.by(), SampleScores.GAP));
    }
    SamplePictures.of(part, samples)
        .ifPresentOrElse(
            pictures -> {
              page.block(pictures);
              page.folded(
                  "the same as a table",
                  List.of(new PageBlock.SortableTable(table(part, samples))));
            },
            () -> page.sortableTable(table(part, samples)));
  }

  private Table table(PartAudit part, List<Integer> samples) {
    SampleScores scores = part.judged();
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("label", Best.NONE));
    columns.add(new Column("suggested", Best.NONE));
    scores.names().forEach(name -> columns.add(new Column(name, Best.NONE)));
    columns.add(new Column("from", Best.NONE));
    List<Row> rows = new ArrayList<>();
    for (int sample : samples) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(part.data().classNames().get(part.data().label(sample))));
      cells.add(
          Cell.text(part.suggested(sample).map(part.data().classNames()::get).orElse("\u2013")));
      scores.names().forEach(name -> cells.add(Cell.number(scores.value(name, sample), 4)));
      cells.add(Cell.text(part.data().origin(sample).map(Object::toString).orElse("\u2013")));
      rows.add(new Row("sample " + part.places().get(sample), cells));
    }
    return new Table("Scores of the judging networks", "sample", columns, rows);
  }

  private void histograms(HtmlPage.Builder page) {
    List<Figure> figures =
        audit.train().judged().names().stream()
            .flatMap(name -> ScoreHistogram.of(audit.train(), name).stream())
            .toList();
    if (!figures.isEmpty()) {
      page.section("Distribution")
          .figures(
              "Training samples by each score of the judging networks.",
              figures.toArray(Figure[]::new));
    }
  }

  private void duplicates(HtmlPage.Builder page) {
    if (summary.planted() != null) {
      return;
    }
    page.section("Nearly equal samples with different labels");
    if (summary.allDuplicates() == 0) {
      page.paragraph("None were found.");
      return;
    }
    page.paragraph(
        "%s pairs; one label of each is wrong, or the classes cannot be told apart there. The nearest ones:"
            .formatted(summary.allDuplicates()));
    List<NearDuplicate> shown = summary.duplicates().stream().limit(MOST_PAIRS).toList();
    SamplePictures.ofPairs(audit, shown).ifPresent(page::block);
    List<Row> rows = new ArrayList<>();
    for (NearDuplicate pair : shown) {
      rows.add(
          Row.of(
              "%s %s and %s %s"
                  .formatted(pair.part(), pair.place(), pair.otherPart(), pair.otherPlace()),
              Cell.text(pair.label()),
              Cell.text(pair.otherLabel()),
              Cell.text(String.format(Locale.ROOT, "%.4g", pair.distance()))));
    }
    page.table(
        new Table(
            "Root of the mean squared difference",
            "samples",
            Arrays.asList(
                new Column("label", Best.NONE),
                new Column("other label", Best.NONE),
                new Column("difference", Best.NONE)),
            rows));
  }
}
