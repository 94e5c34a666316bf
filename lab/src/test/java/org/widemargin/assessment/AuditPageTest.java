package org.widemargin.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.widemargin.audit.Audit;
import org.widemargin.audit.AuditListener;
import org.widemargin.audit.AuditSpec;
import org.widemargin.audit.AuditSummary;
import org.widemargin.audit.Auditor;
import org.widemargin.audit.Folds;
import org.widemargin.audit.NearDuplicate;
import org.widemargin.audit.PartAudit;
import org.widemargin.audit.SampleScores;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.data.Dataset;
import org.widemargin.data.DatasetSpec;
import org.widemargin.data.SampleShape;
import org.widemargin.norm.Norm;
import org.widemargin.report.HtmlWriter;

class AuditPageTest {
  private static final List<String> CLASSES = List.of("cat", "dog & co");

  private static PartAudit part(
      String name, Dataset data, @Nullable SampleScores folds, @Nullable List<Integer> truth) {
    double[] gaps = IntStream.range(0, data.size()).mapToDouble(i -> i - 3).toArray();
    int[] predicted =
        IntStream.range(0, data.size())
            .map(i -> gaps[i] < 0 ? 1 - data.label(i) : data.label(i))
            .toArray();
    return new PartAudit(
        name,
        data,
        IntStream.range(0, data.size()).boxed().toList(),
        new SampleScores(predicted, Map.of(SampleScores.GAP, gaps)),
        folds,
        truth);
  }

  private static Dataset images(int count) {
    int[] labels = IntStream.range(0, count).map(i -> i % 2).toArray();
    return Dataset.images(
        "pictures", new SampleShape.Image(1, 3, 3), new byte[count * 9], labels, CLASSES);
  }

  private static Dataset rows(int count) {
    int[] labels = IntStream.range(0, count).map(i -> i % 2).toArray();
    return Dataset.table("rows", 2, new float[count * 2], labels, CLASSES);
  }

  private static String html(List<PartAudit> parts, @Nullable Folds folds) {
    return html(parts, folds, SampleScores.GAP);
  }

  private static String html(List<PartAudit> parts, @Nullable Folds folds, String by) {
    Audit audit =
        new Audit(
            parts, List.of(new NearDuplicate("train", 1, "dog & co", "train", 2, "cat", 0.0125)));
    Auditor auditor =
        new Auditor(
            AuditSpec.of(Norm.L2, LayerChoice.parse("input"), 0),
            folds,
            0.03,
            null,
            AuditListener.SILENT);
    AuditSummary summary =
        AuditSummary.of(audit, "runs/a", "1", DatasetSpec.of("mnist"), auditor, null, by);
    return HtmlWriter.write(AuditPage.of(audit, summary, 13, "the footer"));
  }

  @Test
  void theMostSuspiciousAreShownWithWhatIsSeenInstead() {
    String page = html(List.of(part("train", images(23), null, null)), null);
    assertThat(page)
        .contains("Which labels are wrong? runs/a", "the footer")
        .contains("dog &amp; co \u2192 cat", "cat \u2192 dog &amp; co")
        .contains("Audit with --folds 5 for a judgement out of")
        .contains("1 pairs", "0.0125");
    assertThat(page.split("<image ", -1)).as("13 samples and a pair").hasSize(1 + 13 + 2);
  }

  @Test
  void whatIsKnownToBeWrongIsMeasuredAndMarked() {
    Dataset data = images(8);
    List<Integer> truth =
        IntStream.range(0, 8).map(i -> i < 3 ? 1 - i % 2 : i % 2).boxed().toList();
    String page = html(List.of(part("train", data, null, truth)), null);
    assertThat(page)
        .contains("3 of 8 training labels are wrong on purpose")
        .contains("AUROC")
        .contains("A cross marks labels that are known to be wrong");
  }

  @Test
  void rowsOfATableAreListedAndFoldsTold() {
    PartAudit train = part("train", rows(9), part("x", rows(9), null, null).own(), null);
    String page = html(List.of(train, part("test", rows(5), null, null)), new Folds(4, 1));
    assertThat(page)
        .contains("judged by the one of 4 networks that did not learn from it")
        .contains("sample 8", "The most suspicious: test")
        .doesNotContain("<image ");
  }

  /** The mean over training is known of the samples that were learned from only. */
  @Test
  void partsWithoutTheScoreAreOrderedByTheGap() {
    PartAudit learned = part("train", rows(4), null, null);
    PartAudit train =
        new PartAudit(
            learned.name(),
            learned.data(),
            learned.places(),
            learned.own().with(SampleScores.AREA, new double[] {0, 1, -2, 3}),
            null,
            null);
    String page = html(List.of(train, part("test", rows(3), null, null)), null, SampleScores.AREA);
    assertThat(page).containsOnlyOnce("These samples have no area: they are ordered by gap.");
    assertThat(page.indexOf("The most suspicious: test</h2>"))
        .isPositive()
        .isLessThan(page.indexOf("These samples have no area"));
    assertThat(page.indexOf(">sample 2<")).as("by area").isLessThan(page.indexOf(">sample 0<"));
  }

  @Test
  void aScoreThatIsEqualOfAllSamplesIsDrawn() {
    PartAudit sure = part("train", rows(4), null, null);
    PartAudit train =
        new PartAudit(
            sure.name(),
            sure.data(),
            sure.places(),
            sure.own().with(SampleScores.LOSS, new double[4]),
            null,
            null);
    assertThat(html(List.of(train), null))
        .contains("Training samples by loss", "Training samples by gap");
  }

  @Test
  void aSampleWithoutAScoreDoesNotTakeTheMeanOfItsClass() {
    Dataset data = rows(4);
    double[] scores = {1, 2, Double.NaN, 4};
    PartAudit part =
        new PartAudit(
            "train",
            data,
            List.of(0, 1, 2, 3),
            new SampleScores(new int[] {0, 1, 0, 1}, Map.of(SampleScores.GAP, scores)),
            null,
            null);
    assertThat(new LabelTables(part, SampleScores.GAP).classes().rows())
        .extracting(row -> row.cells().get(3).text())
        .containsExactly("1.0000", "3.0000");
  }
}
