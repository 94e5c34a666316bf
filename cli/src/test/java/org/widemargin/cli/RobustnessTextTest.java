package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.widemargin.cli.text.RobustnessText;
import org.widemargin.robustness.AttackReport;
import org.widemargin.robustness.RobustnessTable;
import org.widemargin.robustness.TopFiveTable;

class RobustnessTextTest {
  private static RobustnessTable table(double ifgsm, double marginAttack) {
    Map<String, Map<Double, Double>> attacks = new LinkedHashMap<>();
    attacks.put("fgsm", Map.of(0.1, 0.968));
    attacks.put("ifgsm", Map.of(0.1, ifgsm));
    attacks.put("margin-attack", Map.of(0.1, marginAttack));
    return new RobustnessTable(500, 0.978, Map.of(0.1, 0.97), attacks);
  }

  @Test
  void theMarginAttackStandsBesideTheOthers() {
    assertThat(RobustnessText.table(table(0.97, 0.462)))
        .containsPattern("epsilon +noise +FGSM +IFGSM +margin attack")
        .containsPattern("clean +97.8")
        .containsPattern("0.1 +97.0 +96.8 +97.0 +46.2");
  }

  @Test
  void theFiveFirstStandBelowWhereTheyAreMeasured() {
    RobustnessTable ten = table(0.97, 0.462);
    RobustnessTable more =
        new RobustnessTable(
            500,
            ten.clean(),
            ten.noise(),
            ten.attacks(),
            new TopFiveTable(0.9876, Map.of(0.1, 0.975), ten.attacks()));
    assertThat(RobustnessText.table(more))
        .containsPattern("clean +97.8 *\\R *clean, top 5 +98.8 *\\R *0.1 +97.0 +96.8 +97.0 +46.2")
        .containsPattern("0.1, top 5 +97.5 +96.8 +97.0 +46.2");
    assertThat(RobustnessText.table(ten)).doesNotContain("top 5");
  }

  @Test
  void anAttacksTableHasTheFiveFirstInAColumnWhereTheyAreCounted() {
    AttackReport.Line line = new AttackReport.Line("fgsm", 0.25, 0.5, 1.25);
    assertThat(RobustnessText.table(new AttackReport(4, 0.75, 1.0, 0.25, List.of(line), List.of())))
        .containsPattern("after +accuracy +top 5 +seconds")
        .containsPattern("no attack +75.0 +100.0")
        .containsPattern("fgsm +25.0 +50.0 +1.[23]");
    assertThat(
            RobustnessText.table(
                new AttackReport(
                    4, 0.75, 0.25, List.of(new AttackReport.Line("fgsm", 0.25, 1.25)), List.of())))
        .doesNotContain("top 5")
        .containsPattern("fgsm +25.0 +1.[23]");
  }

  @Test
  void aMaskedGradientIsWarnedOf() {
    assertThat(RobustnessText.warnings(table(0.97, 0.462)))
        .singleElement()
        .asString()
        .contains("at epsilon 0.1", "50.8 points more than IFGSM", "masks its gradients");
  }

  @Test
  void twoPointsAreNoReasonToWarn() {
    assertThat(RobustnessText.warnings(table(0.92, 0.905))).isEmpty();
    assertThat(RobustnessText.warnings(table(0.90, 0.91))).isEmpty();
  }
}
