package org.widemargin.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.certify.Certificate;
import org.widemargin.norm.Norm;
import org.widemargin.report.HtmlWriter;

class CertificationPageTest {
  private static CertifiedSample sample(int index, boolean right, double radius, double broken) {
    boolean verified = right && radius >= 0.1;
    return new CertifiedSample(
        new Certificate(index, index % 2, right, verified, verified ? 1 : -1, radius), broken);
  }

  private static final List<CertifiedSample> SAMPLES =
      List.of(
          sample(0, true, 0.15, 0.3),
          sample(1, true, 0.05, 0.2),
          sample(2, true, 0.02, 0.08),
          sample(3, false, 0, 0));

  private static CertifiedModel model(List<CertifiedSample> samples) {
    return new CertifiedModel("runs/a", Norm.LINF, 0.1, "interval", samples);
  }

  private static String html(List<CertifiedSample> samples) {
    return HtmlWriter.write(
        CertificationPage.of(model(samples), List.of("cat", "dog & co"), "the footer"));
  }

  @Test
  void theSharesAreOrderedAtEveryRadius() {
    CertifiedModel model = model(SAMPLES);
    assertThat(model.clean()).isEqualTo(0.75);
    assertThat(model.attacked(0.1)).isEqualTo(0.5);
    assertThat(model.certified(0.1)).isEqualTo(0.25);
    assertThat(model.attacked(0)).isEqualTo(0.75);
    for (double radius = 0; radius < 0.4; radius += 0.01) {
      assertThat(model.clean()).isGreaterThanOrEqualTo(model.attacked(radius));
      assertThat(model.attacked(radius)).isGreaterThanOrEqualTo(model.certified(radius));
    }
  }

  @Test
  void thePageSaysBothEnds() {
    assertThat(html(SAMPLES))
        .contains("Proved: runs/a", "75.0 %", "For 50.0 % no perturbation", "for 25.0 % it is")
        .contains("Accuracy against epsilon", "Both ends of the margins", "Every sample")
        .contains("dog &amp; co", "0.1500", "0.3000", "Also in certificates.jsonl", "the footer");
  }

  /** Nothing was found to break a sample where the network names one class only. */
  @Test
  void anUpperEndThatIsNotKnownIsSaid() {
    assertThat(html(List.of(sample(0, true, 0.2, Double.POSITIVE_INFINITY))))
        .contains("none known");
  }

  /** Nothing has a length then, and figures want an axis all the same. */
  @Test
  void whereEverySampleIsWrongAtNoSizeThereIsAPage() {
    CertifiedModel model =
        new CertifiedModel("runs/a", Norm.LINF, 0, "interval", List.of(sample(0, false, 0, 0)));
    assertThat(HtmlWriter.write(CertificationPage.of(model, List.of("cat"), ""))).contains("0.0 %");
  }

  @Test
  void ofManySamplesTheFirstAreListed() {
    List<CertifiedSample> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(sample(i, true, 0.1, 0.2));
    }
    assertThat(html(many)).contains("The first 200; certificates.jsonl has all.");
  }

  /** A network that names one class only is proved far beyond the epsilon that was asked about. */
  @Test
  void provedEndsLieInsideTheFiguresWhereNothingBreaksASample() {
    CertifiedSample never = sample(0, true, 1, Double.POSITIVE_INFINITY);
    assertThat(model(List.of(never, sample(1, false, 0, 0))).farthest()).isEqualTo(1);
    assertThat(html(List.of(never, never)))
        .contains("broken at: 2 values, none shown.", "broken at: no values.")
        .contains("proved up to: from 1 at 50 to")
        .doesNotContain("proved up to (");
  }
}
