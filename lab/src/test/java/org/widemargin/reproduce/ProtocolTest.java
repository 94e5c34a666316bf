package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.InputException;
import org.widemargin.boundary.GradientMode;
import org.widemargin.config.Yaml;
import org.widemargin.study.Cell;
import org.widemargin.study.Measurement;
import org.widemargin.study.Study;
import org.widemargin.train.RunConfig;

class ProtocolTest {
  private static final List<String> FAMILIES =
      List.of(
          "cross-entropy",
          "hinge",
          "margin-l1-input",
          "margin-l2-input",
          "margin-linf-input",
          "margin-l1-all",
          "margin-l2-all",
          "margin-linf-all",
          "boundary");

  private static final List<Study> ALL = readAll();

  private static List<Study> readAll() {
    return Protocol.NAMES.stream()
        .flatMap(name -> Stream.of(Budget.values()).map(budget -> Protocol.study(name, budget)))
        .toList();
  }

  static Stream<Study> all() {
    return ALL.stream();
  }

  private static RunConfig config(Study study, String method) {
    Cell first = study.cells().get(0).of(method);
    return study.config(first, Map.of(), study.seeds().get(0));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyStudyHasBoundaryMarginsAndTheirBaseline(Study study) {
    assertThat(study.methods()).containsKeys("cross-entropy", "boundary");
    assertThat(config(study, "boundary").loss().margin().gradient())
        .isInstanceOf(GradientMode.Boundary.class);
    assertThat(study.methods().keySet()).isSubsetOf(FAMILIES);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aStudyIsReadAsItIsLeftInAFolder(Study study) {
    assertThat(Yaml.readText(Yaml.write(study), "again", Study.class)).isEqualTo(study);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aTrialHasOneThreadSoThatItsLineDoesNotDependOnTheMachine(Study study) {
    study
        .methods()
        .keySet()
        .forEach(method -> assertThat(config(study, method).threads()).isEqualTo(1));
  }

  @Test
  void allStudiesHaveAllNineFamiliesButThatOfDistances() {
    all()
        .filter(study -> !study.name().equals("distance-evolution"))
        .forEach(study -> assertThat(study.methods().keySet()).containsExactlyElementsOf(FAMILIES));
  }

  @Test
  void theConditionsAreThePapers() {
    Study noisy = Protocol.study("noisy-labels", Budget.QUICK);
    assertThat(noisy.conditions())
        .extracting(condition -> condition.labelNoise())
        .containsExactly(0.0, 0.2, 0.4, 0.6, 0.8);
    Study limited = Protocol.study("limited-data", Budget.QUICK);
    assertThat(limited.conditions())
        .extracting(condition -> condition.trainFraction())
        .startsWith(1.0)
        .endsWith(0.00125);
    assertThat(config(noisy, "hinge").data().validationSize()).isEqualTo(5000);
  }

  @Test
  void thePapersBudgetIsThePapersTrainingAndSearch() {
    Study study = Protocol.study("noisy-labels", Budget.PAPER);
    RunConfig config = config(study, "margin-l2-all");
    assertThat(config.optimization().steps()).isEqualTo(50_000);
    assertThat(config.optimization().batchSize()).isEqualTo(128);
    assertThat(config.optimization().learningRate()).isEqualTo(0.01);
    assertThat(config.loss().margin().topK()).as("all competitors").isZero();
    assertThat(Objects.requireNonNull(study.methods().get("margin-l2-all")).space())
        .containsEntry("model.dropout", List.of(0, 0.2))
        .containsEntry("optimization.weight-decay", List.of(0, 0.005))
        .containsEntry("loss.margin.gamma", List.of(200, 1000))
        .containsKey("optimization.optimizer");
  }

  @ParameterizedTest
  @EnumSource(Budget.class)
  void theAttackStudiesShareTheCleanNetworks(Budget budget) {
    RunConfig clean = config(Protocol.study("limited-data", budget), "margin-l2-all");
    for (String name :
        List.of(
            "white-box-fgsm",
            "white-box-ifgsm",
            "black-box-fgsm",
            "black-box-ifgsm",
            "attackers",
            "gaussian-noise",
            "autoattack")) {
      assertThat(config(Protocol.study(name, budget), "margin-l2-all")).as(name).isEqualTo(clean);
    }
  }

  @Test
  void distancesAreAllMeasuredInOneNorm() {
    Study study = Protocol.study("distance-evolution", Budget.QUICK);
    assertThat(study.methods().keySet())
        .allSatisfy(
            method ->
                assertThat(config(study, method).loss().margin().norm().toString())
                    .isEqualTo("l2"));
  }

  @Test
  void fgsmIsNeverMeasuredWithoutAnAttackThatSaturationDoesNotMislead() {
    Study study = Protocol.study("white-box-ifgsm", Budget.QUICK);
    assertThat(study.measurements())
        .singleElement()
        .isInstanceOfSatisfying(
            Measurement.WhiteBox.class,
            whiteBox -> assertThat(whiteBox.attacks()).contains("ifgsm", "margin-attack"));
  }

  @Test
  void anUnknownStudyIsAnError() {
    assertThatThrownBy(() -> Protocol.study("noisy-label", Budget.QUICK))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("noisy-labels");
  }
}
