package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.config.Yaml;
import org.widemargin.data.DatasetSpec;
import org.widemargin.error.InputException;
import org.widemargin.margin.Aggregation;
import org.widemargin.margin.MarginSpec;
import org.widemargin.norm.Norm;
import org.widemargin.optimize.Schedule;
import org.widemargin.study.Cell;
import org.widemargin.study.Choice;
import org.widemargin.study.Measurement;
import org.widemargin.study.Search;
import org.widemargin.study.Study;
import org.widemargin.study.StudyTrials;
import org.widemargin.train.LossConfig;
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
    return Stream.of(Budget.values())
        .flatMap(
            budget -> Protocol.names(budget).stream().map(name -> Protocol.study(name, budget)))
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
  void everyStudyHasTheBaseline(Study study) {
    assertThat(study.methods()).containsKey("cross-entropy");
    if (study.methods().containsKey("boundary")) {
      assertThat(config(study, "boundary").loss().margin().gradient())
          .isInstanceOf(GradientMode.Boundary.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Budget.class,
      names = {"SMOKE", "QUICK", "PAPER"})
  void theseBudgetsHaveTheMethodsOfThePaperAndTheBoundaryMargins(Budget budget) {
    for (String name : Protocol.names(budget)) {
      Set<String> methods = Protocol.study(name, budget).methods().keySet();
      if (name.equals("imagenet-adversarial")) {
        assertThat(methods).containsExactly("cross-entropy", "margin-l1-input");
      } else if (name.equals("cifar-inception")) {
        assertThat(methods).containsExactly("cross-entropy", "margin-l1-input", "boundary");
      } else if (name.startsWith("cifar-")) {
        assertThat(methods)
            .isSubsetOf(
                "cross-entropy",
                "hinge",
                "margin-l1-spread",
                "margin-l2-spread",
                "margin-linf-spread",
                "boundary");
        assertThat(methods).contains("cross-entropy", "margin-l2-spread");
      } else if (name.equals("distance-evolution")) {
        assertThat(methods).isSubsetOf(FAMILIES);
      } else {
        assertThat(methods).containsExactlyElementsOf(FAMILIES);
      }
    }
  }

  static Stream<Study> searchedAtStandard() {
    return Protocol.names(Budget.STANDARD).stream()
        .map(name -> Protocol.study(name, Budget.STANDARD))
        .filter(study -> !(study.search() instanceof Search.None));
  }

  @ParameterizedTest
  @MethodSource("searchedAtStandard")
  void everyMethodIsSearchedForAlike(Study study) {
    assertThat(study.cells()).allSatisfy(cell -> assertThat(Choice.size(study, cell)).isEqualTo(6));
    assertThat(study.searchSeeds(study.conditions().get(0))).containsExactly(1L);
  }

  @Test
  void methodsAgainstWrongLabelsAreThoseOfTheirPapers() {
    Study noisy = Protocol.study("noisy-labels", Budget.STANDARD);
    assertThat(noisy.methods())
        .containsKeys("gce", "label-smoothing", "cross-entropy-ema", "margin-l2-all-ema");
    assertThat(config(noisy, "gce").loss().kind()).isEqualTo(LossConfig.Kind.GCE);
    Cell cell = noisy.cells().get(0);
    List<Map<String, Object>> smoothing = noisy.candidates("label-smoothing");
    assertThat(
            noisy.config(cell.of("label-smoothing"), smoothing.get(0), 1).loss().labelSmoothing())
        .isEqualTo(0.1);
    List<Map<String, Object>> averages = noisy.candidates("cross-entropy-ema");
    assertThat(averages)
        .extracting(
            each ->
                noisy.config(cell.of("cross-entropy-ema"), each, 1).optimization().averageWeights())
        .containsOnly(0.99, 0.995, 0.999);
  }

  @Test
  void thePapersOwnWayIsThatOfThePaper() {
    Study study = Protocol.study("noisy-labels", Budget.STANDARD);
    Cell cell = study.cells().get(0).of("paper-l2-all");
    for (Map<String, Object> settings : study.candidates("paper-l2-all")) {
      RunConfig config = study.config(cell, settings, 1);
      assertThat(config.loss().margin().gamma()).isIn(200.0, 1000.0);
      assertThat(config.loss().margin().topK()).isZero();
      assertThat(config.loss().margin().aggregation()).isEqualTo(Aggregation.MAX);
      assertThat(config.optimization().learningRate()).isEqualTo(0.01);
      assertThat(config.optimization().schedule()).isInstanceOf(Schedule.Constant.class);
    }
  }

  /** A setting of the margin replaces only what it names. */
  @Test
  void theSearchThroughMarginsKeepsTheRest() {
    Study study = Protocol.study("white-box-fgsm", Budget.STANDARD);
    Cell cell = study.cells().get(0).of("margin-l1-input");
    assertThat(study.candidates("margin-l1-input"))
        .hasSize(6)
        .allSatisfy(
            settings -> {
              MarginSpec margin = study.config(cell, settings, 1).loss().margin();
              assertThat(margin.norm()).isEqualTo(Norm.L1);
              assertThat(margin.topK()).isEqualTo(1);
              assertThat(margin.layers())
                  .isEqualTo(config(study, "margin-l1-input").loss().margin().layers());
            })
        .extracting(settings -> study.config(cell, settings, 1).loss().margin().gamma())
        .containsOnly(1.0, 5.0);
  }

  @Test
  void theCandidatesOfTheTrainingToTheEndAreThoseOfTheOtherStudy() {
    Study noisy = Protocol.study("noisy-labels", Budget.STANDARD);
    Set<String> known = StudyTrials.trials(noisy, none -> Optional.empty()).keySet();
    Study end = Protocol.study("noisy-labels-to-the-end", Budget.STANDARD);
    assertThat(known).containsAll(StudyTrials.trials(end, none -> Optional.empty()).keySet());
  }

  @Test
  void aStudyMayNotHaveABudget() {
    assertThatThrownBy(() -> Protocol.study("noisy-labels-to-the-end", Budget.PAPER))
        .hasMessageContaining("has no budget paper, expected one of smoke, standard");
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

  /** Each network is trained once, and its distances are those of its only training. */
  @ParameterizedTest
  @EnumSource(
      value = Budget.class,
      names = {"SMOKE", "QUICK", "PAPER"})
  void theStudiesOnCifarShareTheCleanNetworks(Budget budget) {
    RunConfig clean = config(Protocol.study("cifar-limited-data", budget), "margin-l2-spread");
    assertThat(clean.data().dataset()).isEqualTo(DatasetSpec.of("cifar-10"));
    assertThat(clean.loss().margin().layers()).isEqualTo(LayerChoice.parse("spread:5"));
    assertThat(clean.evaluation().distanceSamples()).isPositive();
    for (String name : List.of("cifar-noisy-labels", "cifar-adversarial", "cifar-distance")) {
      Study study = Protocol.study(name, budget);
      assertThat(config(study, "margin-l2-spread")).as(name).isEqualTo(clean);
      assertThat(study.search()).isEqualTo(Protocol.study("cifar-limited-data", budget).search());
    }
  }

  @Test
  void thePapersBudgetOnCifarIsThePapersSearch() {
    Study study = Protocol.study("cifar-noisy-labels", Budget.PAPER);
    RunConfig config = config(study, "margin-l1-spread");
    assertThat(config.model().name()).isEqualTo("wrn-28-10");
    assertThat(config.optimization().steps()).isEqualTo(50_000);
    assertThat(config.loss().margin().aggregation()).isEqualTo(Aggregation.SUM);
    assertThat(Objects.requireNonNull(study.methods().get("margin-l1-spread")).space())
        .containsEntry("loss.margin.gamma", List.of(5000, 10_000, 20_000))
        .containsEntry("optimization.schedule.staircase.every", List.of(2000, 20_000));
    assertThat(study.conditions())
        .extracting(condition -> condition.labelNoise())
        .containsExactly(0.0, 0.2, 0.4, 0.6, 0.8);
  }

  /** Section 4.4 and appendix C, at whatever size. */
  @ParameterizedTest
  @ValueSource(strings = {"imagenet-adversarial", "cifar-inception"})
  void theStudiesOnInceptionHaveThePapersLoss(String name) {
    for (Budget budget : Budget.values()) {
      if (!Protocol.names(budget).contains(name)) {
        continue;
      }
      Study study = Protocol.study(name, budget);
      RunConfig margin = config(study, "margin-l1-input");
      RunConfig crossEntropy = config(study, "cross-entropy");
      assertThat(margin.model().name()).startsWith("inception-v3");
      assertThat(margin.loss().margin().norm()).isEqualTo(Norm.L1);
      assertThat(margin.loss().margin().topK()).isEqualTo(1);
      assertThat(margin.loss().margin().crossEntropyWeight()).isEqualTo(0.1);
      assertThat(margin.loss().margin().gradient()).isInstanceOf(GradientMode.Constant.class);
      assertThat(margin.loss().auxiliaryWeight()).isPositive();
      assertThat(crossEntropy.loss().kind()).isEqualTo(LossConfig.Kind.CROSS_ENTROPY);
      assertThat(crossEntropy.optimization().steps()).isEqualTo(margin.optimization().steps());
      assertThat(crossEntropy.optimization().optimizer())
          .isEqualTo(margin.optimization().optimizer());
      assertThat(study.measurements().stream().filter(Measurement::countsTopFive))
          .extracting(each -> each.getClass().getSimpleName())
          .contains("WhiteBox", "BlackBox");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"distance-evolution", "cifar-distance"})
  void distancesAreAllMeasuredInOneNorm(String name) {
    Study study = Protocol.study(name, Budget.QUICK);
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
