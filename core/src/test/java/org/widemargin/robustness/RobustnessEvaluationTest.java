package org.widemargin.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.widemargin.attack.LinearModel;
import org.widemargin.config.Json;
import org.widemargin.data.Dataset;
import org.widemargin.error.InputException;
import org.widemargin.evaluate.Classifier;
import org.widemargin.torch.Device;

class RobustnessEvaluationTest {
  @Test
  void atEpsilonZeroEveryColumnIsTheCleanOne() {
    try (LinearModel model = LinearModel.random(3, 10, 1)) {
      Dataset dataset = model.images(50, 2);
      RobustnessTable table = new RobustnessEvaluation(List.of(0.0), 7, 20).of(model, dataset);
      assertThat(table.samples()).isEqualTo(50);
      assertThat(table.clean()).isBetween(0.5, 0.999);
      assertThat(table.attacks().keySet()).containsExactly("fgsm", "ifgsm", "margin-attack");
      assertThat(table.attacks().values())
          .allSatisfy(column -> assertThat(column).containsEntry(0.0, table.clean()));
      assertThat(table.noise()).containsEntry(0.0, table.clean());
    }
  }

  @Test
  void accuracyFallsWithEpsilonInEveryColumn() {
    try (LinearModel model = LinearModel.random(3, 10, 1)) {
      Dataset dataset = model.images(50, 2);
      List<Double> epsilons = List.of(0.3, 0.1, 0.02);
      RobustnessTable table = new RobustnessEvaluation(epsilons, 7, 50).of(model, dataset);
      assertThat(table.attacks().values())
          .allSatisfy(
              column -> {
                assertThat(column.keySet()).containsExactly(0.02, 0.1, 0.3);
                assertThat(List.copyOf(column.values()))
                    .isSortedAccordingTo((a, b) -> Double.compare(b, a));
                assertThat(column.get(0.3)).isLessThan(table.clean());
              });
      assertThat(table.noise().get(0.3)).isLessThan(table.clean());
    }
  }

  @Test
  void theBatchSizeDoesNotChangeTheTable() {
    try (LinearModel model = LinearModel.random(3, 10, 1)) {
      Dataset dataset = model.images(50, 2);
      RobustnessTable whole = new RobustnessEvaluation(List.of(0.1), 7, 50).of(model, dataset);
      assertThat(new RobustnessEvaluation(List.of(0.1), 7, 7).of(model, dataset)).isEqualTo(whole);
    }
  }

  @Test
  void whatIsMeasuredWithoutAttacksIsThatPartOfTheTable() {
    try (LinearModel model = LinearModel.random(3, 10, 1)) {
      Dataset dataset = model.images(50, 2);
      RobustnessEvaluation evaluation = new RobustnessEvaluation(List.of(0.3, 0.1), 7, 20);
      int[] samples = {3, 4, 5, 6, 7, 8, 20, 30, 40};
      RobustnessTable table = evaluation.of(model, dataset, samples);
      assertThat(evaluation.withoutAttacks(model, dataset, samples))
          .isEqualTo(new NoiseTable(9, table.clean(), table.noise()));
    }
  }

  @Test
  void theTableIsWrittenWithTheContractsNames() {
    Map<String, Map<Double, Double>> attacks = new LinkedHashMap<>();
    attacks.put("fgsm", Map.of(0.1, 0.5));
    attacks.put("ifgsm", Map.of(0.1, 0.25));
    attacks.put("margin-attack", Map.of(0.1, 0.125));
    RobustnessTable table = new RobustnessTable(5, 0.8, Map.of(0.1, 0.75), attacks);
    assertThat(Json.writeLine(table))
        .isEqualTo(
            "{\"samples\":5,\"clean\":0.8,\"noise\":{\"0.1\":0.75},\"fgsm\":{\"0.1\":0.5},"
                + "\"ifgsm\":{\"0.1\":0.25},\"margin-attack\":{\"0.1\":0.125}}");
  }

  @Test
  void ofMoreThanTenClassesTheFiveFirstAreCountedToo() {
    float[] values = new float[24];
    for (int i = 0; i < 12; i++) {
      values[i] = i / 20f;
      values[12 + i] = i / 20f;
    }
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "class" + i).toList();
    Dataset dataset = Dataset.table("twelve", 12, values, new int[] {7, 6}, names);
    Classifier identity = Classifier.byAutograd(Device.CPU, inputs -> inputs);
    RobustnessTable table = new RobustnessEvaluation(List.of(0.1), 7, 50).of(identity, dataset);
    assertThat(table.clean()).isZero();
    TopFiveTable topFive = Objects.requireNonNull(table.topFive());
    assertThat(topFive.clean()).as("fifth and sixth").isEqualTo(0.5);
    assertThat(topFive.noise()).containsOnlyKeys(0.1);
    assertThat(topFive.attacks().keySet()).containsExactly("fgsm", "ifgsm", "margin-attack");
    assertThat(Json.writeLine(table)).contains("\"top-five\":{\"clean\":0.5,\"noise\":{");
    try (LinearModel model = LinearModel.random(3, 10, 1)) {
      assertThat(new RobustnessEvaluation(List.of(), 7, 50).of(model, model.images(5, 2)).topFive())
          .isNull();
    }
  }

  /**
   * The logits are the features; who is second first falls to sixth under the sign of the gradient.
   */
  @Test
  void amongTheFiveFirstMisclassifiedSamplesAreAttackedToo() {
    float[] values = {
      .60f, .61f, .10f, .10f, .10f, .10f, .10f, .10f, .10f, .10f, .10f, // second, and stays so
      .60f, .61f, .55f, .55f, .55f, .55f, .10f, .10f, .10f, .10f, .10f, // second, and falls
      .90f, .80f, .80f, .80f, .80f, .10f, .10f, .10f, .10f, .10f, .10f, // first, and falls to fifth
    };
    List<String> names = IntStream.range(0, 11).mapToObj(i -> "class" + i).toList();
    Dataset dataset = Dataset.table("eleven", 11, values, new int[] {0, 0, 0}, names);
    Classifier identity = Classifier.byAutograd(Device.CPU, inputs -> inputs);
    List<String> heard = new ArrayList<>();
    RobustnessTable table =
        new RobustnessEvaluation(List.of(0.0, 0.1), 7, 2)
            .of(
                identity,
                dataset,
                new int[] {0, 1, 2},
                (measurement, epsilon, accuracy) -> heard.add(measurement + " " + epsilon));
    TopFiveTable topFive = Objects.requireNonNull(table.topFive());
    assertThat(topFive.clean()).isEqualTo(1);
    assertThat(topFive.under("fgsm")).containsEntry(0.0, 1.0).containsEntry(0.1, 2 / 3.0);
    assertThat(topFive.noise()).containsEntry(0.0, 1.0);
    assertThat(table.under("fgsm")).containsEntry(0.0, 1 / 3.0).containsEntry(0.1, 0.0);
    assertThat(heard).contains("clean, top 5 0.0", "noise, top 5 0.1", "margin-attack, top 5 0.1");
  }

  @Test
  void aNegativeEpsilonIsRefused() {
    assertThatThrownBy(() -> new RobustnessEvaluation(List.of(0.1, -0.1), 0, 10))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("-0.1");
  }
}
