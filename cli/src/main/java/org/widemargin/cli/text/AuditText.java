package org.widemargin.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.widemargin.audit.Audit;
import org.widemargin.audit.AuditSummary;
import org.widemargin.audit.Detection;
import org.widemargin.audit.PartAudit;

/** What an audit found, as text. */
public final class AuditText {
  private static final int SHOWN = 10;

  private AuditText() {}

  /** The parts, the figures of known errors if there are any, and the most suspicious samples. */
  public static String of(Audit audit, AuditSummary summary) {
    List<String> pieces = new ArrayList<>(List.of(parts(summary)));
    if (!summary.detections().isEmpty()) {
      pieces.add(detections(summary));
    }
    pieces.add(suspicious(audit.train(), summary.by()));
    if (summary.allDuplicates() > 0) {
      pieces.add(
          "%s pairs of nearly equal samples have different labels"
              .formatted(summary.allDuplicates()));
    }
    return String.join("%n%n".formatted(), pieces);
  }

  private static String parts(AuditSummary summary) {
    TextTable table = new TextTable(1, "part", "samples", "judged", "another class seen");
    for (AuditSummary.Part part : summary.parts()) {
      table.row(
          part.name(),
          Integer.toString(part.samples()),
          judged(part.outOfSample()),
          Integer.toString(part.disagreeing()));
    }
    return table.text();
  }

  private static String judged(boolean outOfSample) {
    return outOfSample ? "out of sample" : "in sample";
  }

  private static String detections(AuditSummary summary) {
    TextTable table =
        new TextTable(1, "score", "judged", "AUROC", "average precision", "precision at wrong");
    for (Detection found : summary.detections()) {
      table.row(
          found.score(),
          judged(found.outOfSample()),
          number(found.auroc()),
          number(found.averagePrecision()),
          number(found.precisionAtWrong()));
    }
    return "%s of %s training labels are known to be wrong:%n%s%n%s"
        .formatted(
            summary.detections().get(0).wrong(),
            summary.detections().get(0).samples(),
            table.text(),
            summary.comparison());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String suspicious(PartAudit train, String by) {
    TextTable table = new TextTable(3, "sample", "label", "suggested", by, "from");
    train.judged().ranked(by).stream()
        .limit(SHOWN)
        .forEach(
            sample ->
                table.row(
                    Integer.toString(train.places().get(sample)),
                    train.data().classNames().get(train.data().label(sample)),
                    train.suggested(sample).map(train.data().classNames()::get).orElse(""),
                    String.format(Locale.ROOT, "%.4g", train.judged().value(by, sample)),
                    train.data().origin(sample).map(Object::toString).orElse("")));
    return "the most suspicious training samples:%n%s".formatted(table.text());
  }
}
