package org.widemargin.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.widemargin.attack.ThreatModel;
import org.widemargin.data.SampleShape;
import org.widemargin.error.InputException;
import org.widemargin.norm.Norm;
import org.widemargin.report.HtmlWriter;
import org.widemargin.robustness.AccuracyCurve;
import org.widemargin.robustness.AttackReport;
import org.widemargin.robustness.HealthCheck;

class AttackPageTest {
  private static final ThreatModel THREAT = ThreatModel.onPixels(Norm.LINF, 0.3);
  private static final List<String> CLASSES = List.of("cat", "dog & co");

  private static AttackReport report(HealthCheck.Verdict verdict) {
    return new AttackReport(
        8,
        0.875,
        0.5,
        List.of(
            new AttackReport.Line("fgsm", 0.75, 1.25), new AttackReport.Line("square", 0.5, 10)),
        List.of(
            new HealthCheck("random output", HealthCheck.Verdict.OK, 0, "differences"),
            new HealthCheck("zero gradients", verdict, 0.25, "share of zeros")));
  }

  private static String html(HealthCheck.Verdict verdict, Optional<NearestPoints> nearest) {
    return HtmlWriter.write(
        AttackPage.of(
            new AttackedModel("runs/a", THREAT, report(verdict), Optional.empty(), nearest),
            CLASSES,
            "the footer"));
  }

  @Test
  void aFailedCheckIsSaidBeforeAnythingElse() {
    String page = html(HealthCheck.Verdict.SUSPECT, Optional.empty());
    int doubt = page.indexOf("Do not believe this figure: these checks failed: zero gradients.");
    assertThat(doubt).isPositive().isLessThan(page.indexOf("What each attack left standing</h2>"));
    assertThat(page).contains("87.5 %", "50.0 %", "share of zeros", "the footer");
  }

  @Test
  void theFiveFirstAndWhatWasLeftOutAreToldWhereThereIsAny() {
    AttackReport counted =
        new AttackReport(
            8,
            0.875,
            1.0,
            0.5,
            List.of(new AttackReport.Line("fgsm", 0.5, 0.625, 1.25)),
            List.of());
    String page =
        HtmlWriter.write(
            AttackPage.of(
                new AttackedModel(
                    "runs/a",
                    THREAT,
                    counted,
                    Optional.of("One file is left out: a<b.png."),
                    Optional.empty()),
                CLASSES,
                "now"));
    assertThat(page)
        .contains("top 5, %", "62.5", "stay where they are", "One file is left out: a&lt;b.png.");
    assertThat(html(HealthCheck.Verdict.OK, Optional.empty())).doesNotContain("op 5");
  }

  @Test
  void withoutAFailedCheckTheFigureIsStillAnUpperBound() {
    assertThat(html(HealthCheck.Verdict.OK, Optional.empty()))
        .contains("No check speaks against", "upper bound")
        .doesNotContain("Do not believe", "How far it holds");
  }

  @Test
  void theCurveAndThePicturesAreThereIfTheNearestPointsAre() {
    SampleShape.Image shape = new SampleShape.Image(1, 1, 2);
    NearestExample example =
        new NearestExample(shape, new float[] {0, 1}, new float[] {0.25f, 0.5f}, 0, 1, 0.5);
    AccuracyCurve curve = AccuracyCurve.of(0, 0.5, 0.2, Double.POSITIVE_INFINITY);
    String page =
        html(
            HealthCheck.Verdict.OK, Optional.of(new NearestPoints("fab", curve, List.of(example))));
    assertThat(page)
        .contains("How far it holds", "within 0.3500", "at epsilon 0.3 that leaves 50.0 %")
        .contains("Smallest successful perturbations", "dog &amp; co", "all attacks")
        .contains("first sample that is classified right as it is and has such a point")
        .contains("takes away (black), as strong as can be shown");
  }

  @Test
  void ofColourPicturesEachColourIsChangedByItself() {
    NearestExample example =
        new NearestExample(
            new SampleShape.Image(3, 1, 1), new float[3], new float[] {1, 0, 0}, 0, 1, 1);
    String page =
        html(
            HealthCheck.Verdict.OK,
            Optional.of(new NearestPoints("fab", AccuracyCurve.of(1), List.of(example))));
    assertThat(page).contains("takes away (black), each colour by itself, as strong as can be");
  }

  /** A phone is too narrow for the explanations beside the figures. */
  @Test
  void theChecksAreStackedOnAPhone() {
    HealthCheck wordy =
        new HealthCheck(
            "zero gradients", HealthCheck.Verdict.OK, 0, "a share of samples ".repeat(3));
    AttackReport report = new AttackReport(8, 0.875, 0.5, List.of(), List.of(wordy));
    String page =
        HtmlWriter.write(
            AttackPage.of(
                new AttackedModel("runs/a", THREAT, report, Optional.empty(), Optional.empty()),
                CLASSES,
                "now"));
    assertThat(page).contains("<table class=\"stacked\">", "data-label=\"what it is\"");
    assertThat(html(HealthCheck.Verdict.OK, Optional.empty())).doesNotContain("class=\"stacked\"");
  }

  /** Half grey where nothing changed, the largest change at full strength. */
  @Test
  void theChangeIsShownAsStrongAsCanBe() {
    SampleShape.Image shape = new SampleShape.Image(1, 1, 3);
    NearestExample example =
        new NearestExample(
            shape, new float[] {0, 1, 0.5f}, new float[] {0.25f, 0.5f, 0.5f}, 0, 1, 0.5);
    assertThat(example.difference()).containsExactly(0.75f, 0, 0.5f);
  }

  @Test
  void impossibleDistancesAreRefused() {
    assertThatThrownBy(() -> AccuracyCurve.of(0.1, -1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> AccuracyCurve.of(Double.NaN)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> AccuracyCurve.of()).isInstanceOf(InputException.class);
  }

  /** A network that names one class only has no boundary. */
  @Test
  void whereHalfOfTheSamplesStandThereIsNoMedian() {
    AccuracyCurve curve = AccuracyCurve.of(0, Double.POSITIVE_INFINITY);
    assertThat(
            html(HealthCheck.Verdict.OK, Optional.of(new NearestPoints("fab", curve, List.of()))))
        .contains("wrong. For half of the samples or more no such point was found; at epsilon 0.3")
        .doesNotContain("Infinity");
  }

  @Test
  void fromNoCheckNothingIsConcluded() {
    AttackReport unchecked = new AttackReport(8, 0.875, 0.5, List.of(), List.of());
    String page =
        HtmlWriter.write(
            AttackPage.of(
                new AttackedModel("runs/a", THREAT, unchecked, Optional.empty(), Optional.empty()),
                CLASSES,
                "now"));
    assertThat(page)
        .contains("an upper bound, which nothing was there to check", "There was nothing to check.")
        .doesNotContain("No check speaks");
  }
}
