package org.widemargin.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.report.HtmlWriter;
import org.widemargin.robustness.HealthCheck;

class TransferPageTest {
  private static String html(List<HealthCheck> checks) {
    Map<String, Map<String, Double>> one = Map.of("runs/a", Map.of("runs/a", 0.5));
    return HtmlWriter.write(
        TransferPage.of(
            new TransferResult(
                8,
                "linf",
                Map.of("runs/a", 0.75),
                List.of(new TransferLine("fgsm", 0.1, one)),
                checks),
            "the footer"));
  }

  @Test
  void aSingleNetworkIsNotSaidToBeChecked() {
    assertThat(html(List.of()))
        .contains("There was nothing to check", "the footer")
        .doesNotContain("Nothing: no network falls");
  }

  @Test
  void whatWasCheckedIsConcludedFrom() {
    HealthCheck fine = new HealthCheck("black box", HealthCheck.Verdict.OK, 0, "a share");
    HealthCheck bad = new HealthCheck("black box", HealthCheck.Verdict.SUSPECT, 0.25, "a share");
    assertThat(html(List.of(fine))).contains("Nothing: no network falls");
    assertThat(html(List.of(fine, bad))).contains("black box: 0.2500 (a share)");
  }
}
