package org.widemargin.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.AttackRun;
import org.widemargin.attack.Fgsm;
import org.widemargin.attack.LinearModel;
import org.widemargin.attack.SampleOutcome.Status;
import org.widemargin.attack.ThreatModel;
import org.widemargin.config.Json;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Classifier;
import org.widemargin.norm.Norm;

class AttackReportTest {
  private static SuiteState state(int brokenBySquare) {
    return new SuiteState(
        "0",
        "linf",
        0.3,
        0,
        List.of("apgd-ce", "square"),
        List.of(
            new SuiteState.Stage("apgd-ce", 0.75, 4, 1, 0, 2.5),
            new SuiteState.Stage("square", 0.75, 3, brokenBySquare, 0, 3.5)),
        List.of(
            new SuiteState.Verdict(0, Status.STANDING, null, 0.1),
            new SuiteState.Verdict(1, Status.BROKEN, "apgd-ce", 0.1),
            new SuiteState.Verdict(2, Status.STANDING, null, 0.1),
            new SuiteState.Verdict(3, Status.STANDING, null, 0.1)));
  }

  @Test
  void isWrittenWithTheContractsNames() {
    AttackReport report = AttackReport.of(state(0), List.of());
    assertThat(Json.writeLine(report))
        .startsWith(
            "{\"samples\":4,\"clean\":1.0,\"robust\":0.75,\"attacks\":["
                + "{\"name\":\"apgd-ce\",\"robust\":0.75,\"seconds\":2.5},"
                + "{\"name\":\"square\",\"robust\":0.75,\"seconds\":3.5}],"
                + "\"checks\":[{\"name\":\"gradient-free better\",\"verdict\":\"ok\","
                + "\"figure\":0.0,")
        .doesNotContain("suspect\":");
  }

  /** Against noise and a single step Square is no witness. */
  @Test
  void squareIsOnlyComparedWithAttacksThatFollowGradients() {
    for (String before : List.of("uniform-noise", "fgsm", "square")) {
      SuiteState state =
          new SuiteState(
              "0",
              "linf",
              0.3,
              0,
              List.of(before, "square"),
              List.of(
                  new SuiteState.Stage(before, 0.75, 4, 1, 0, 2.5),
                  new SuiteState.Stage("square", 0.5, 3, 1, 0, 3.5)),
              List.of(new SuiteState.Verdict(0, Status.STANDING, null, 0.1)));
      assertThat(HealthChecks.gradientFreeBetter(state)).as(before).isEmpty();
    }
    assertThat(HealthChecks.gradientFreeBetter(state(1))).hasSize(1);
  }

  @Test
  void theWorseOfTwoFiguresStays() {
    List<HealthCheck> probed = List.of(HealthChecks.gradientFreeBetter(0.1));
    AttackReport better = AttackReport.of(state(0), probed);
    assertThat(better.checks()).hasSize(2);
    assertThat(better.checks().get(0).figure()).isEqualTo(0.1);
    AttackReport worse = AttackReport.of(state(1), probed);
    assertThat(worse.checks()).hasSize(2);
    assertThat(worse.checks().get(0).figure()).isEqualTo(0.25);
    assertThat(worse.checks().get(0).suspect()).isTrue();
  }

  @Test
  void examplesAreTriedOnEveryClassifier() {
    try (LinearModel source = LinearModel.random(2, 10, 1);
        LinearModel other = LinearModel.random(2, 10, 2)) {
      Dataset dataset = source.images(50, 3);
      AttackResult result =
          new AttackRun(ThreatModel.onPixels(Norm.LINF, 0.1), 0, 25)
              .run(new Fgsm(), source, dataset);
      Map<String, Classifier> targets = new LinkedHashMap<>();
      targets.put("source", source);
      targets.put("other", other);
      TransferMatrix matrix =
          TransferMatrix.of(
              Map.of("source", AdversarialExamples.ofAll(dataset, List.of(result))),
              targets,
              dataset,
              20);
      assertThat(matrix.fractions().get("source"))
          .containsEntry("source", result.robustAccuracy())
          .containsOnlyKeys("source", "other");
    }
  }
}
