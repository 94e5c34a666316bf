package org.widemargin.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Yaml;
import org.widemargin.study.Cell;
import org.widemargin.study.Choice;
import org.widemargin.study.Quantities;
import org.widemargin.study.Study;
import org.widemargin.study.StudyTrials;
import org.widemargin.study.TinyStudies;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.study.TrialResult.Origin;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.train.GammaGrowth;
import org.widemargin.train.RadiusGrowth;
import org.widemargin.train.RunConfig;

/** The searches, on results that are made up. */
class ChoiceTest {
  private static final String EIGHT =
      """
      seeds: [1, 2]
      search: %s
      methods:
        margin-l2-all:
          space: {loss.margin.gamma: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]}
      """;

  @TempDir private Path folder;

  private static Study study(String search) {
    Study common = TinyStudies.accuracy();
    Study searching = Yaml.readText("name: eight\n" + EIGHT.formatted(search), "test", Study.class);
    return new Study(
        "eight",
        "eight",
        common.datasets(),
        common.training(),
        searching.methods(),
        List.of(common.conditions().get(0)),
        searching.search(),
        searching.seeds(),
        searching.measurements());
  }

  private TrialLog log() {
    return new TrialLog(folder.resolve("results.jsonl"));
  }

  private void finish(List<Trial> trials, ToDoubleFunction<RunConfig> accuracy) {
    TrialLog log = log().refresh();
    for (Trial trial : trials) {
      if (log.find(trial).isEmpty()) {
        log.append(
            new TrialResult(
                trial.id(),
                trial.method(),
                trial.network(),
                null,
                trial.measurement(),
                null,
                null,
                List.of(
                    Value.of(Quantities.VALIDATION_BEST, accuracy.applyAsDouble(trial.network()))),
                Map.of(),
                new Origin("", 0, "", null, "", "", "", "", 0, "", null, null)));
      }
    }
  }

  private static double gamma(RunConfig config) {
    return config.loss().margin().gamma();
  }

  @Test
  void aGridChoosesTheBestOnValidationAveragedOverSeeds() {
    Study study = study("grid");
    Cell cell = study.cells().get(0);
    Choice open = Choice.of(study, cell, log());
    assertThat(open.chosen()).isEmpty();
    assertThat(open.trials()).hasSize(16);
    // The best of seed 1 alone would be 0.8.
    finish(
        open.trials(),
        config ->
            config.seed() == 1
                ? gamma(config) / 10
                : 1 - Math.abs(gamma(config) - 0.3) - gamma(config) / 10);
    assertThat(Choice.of(study, cell, log().refresh()).chosen())
        .contains(Map.of("loss.margin.gamma", 0.3));
    assertThat(Choice.size(study, cell)).isEqualTo(16);
  }

  @Test
  void nothingIsMeasuredUntilTheChoiceIsMade() {
    Study study = study("{grid: {seeds: 1}}");
    List<Trial> trials = List.copyOf(StudyTrials.trials(study, log()).values());
    assertThat(trials).hasSize(8).allSatisfy(t -> assertThat(t.network().seed()).isEqualTo(1));
    assertThat(StudyTrials.measured(study, log())).isEmpty();
    finish(trials, ChoiceTest::gamma);
    assertThat(StudyTrials.measured(study, log().refresh()))
        .hasSize(2)
        .allSatisfy(placed -> assertThat(gamma(placed.trial().network())).isEqualTo(0.8));
    assertThat(StudyTrials.size(study)).isEqualTo(8 + 2);
  }

  @Test
  void halvingTrainsFewerForLonger() {
    Study study = study("{successive-halving: {candidates: 8, reduction: 2, seeds: 1}}");
    Cell cell = study.cells().get(0);
    List<Integer> candidates = List.of(8, 4, 2);
    List<Integer> steps = List.of(3, 6, 12);
    int known = 0;
    for (int round = 0; round < 3; round++) {
      Choice open = Choice.of(study, cell, log().refresh());
      assertThat(open.chosen()).isEmpty();
      List<Trial> added = open.trials().subList(known, open.trials().size());
      int expected = steps.get(round);
      assertThat(added)
          .hasSize(candidates.get(round))
          .allSatisfy(
              trial -> assertThat(trial.network().optimization().steps()).isEqualTo(expected));
      known = open.trials().size();
      finish(added, ChoiceTest::gamma);
    }
    assertThat(Choice.of(study, cell, log().refresh()).chosen())
        .contains(Map.of("loss.margin.gamma", 0.8));
    assertThat(Choice.size(study, cell)).isEqualTo(14);
  }

  @Test
  void candidatesMayTrainForLessThanTheNetworksThatAreMeasured() {
    Study study = study("{grid: {seeds: 1, steps: 3}}");
    Cell cell = study.cells().get(0);
    List<Trial> trials = Choice.of(study, cell, log()).trials();
    assertThat(trials)
        .hasSize(8)
        .allSatisfy(trial -> assertThat(trial.network().optimization().steps()).isEqualTo(3));
    finish(trials, ChoiceTest::gamma);
    assertThat(StudyTrials.measured(study, log().refresh()))
        .hasSize(2)
        .allSatisfy(
            placed -> assertThat(placed.trial().network().optimization().steps()).isEqualTo(12));
  }

  @Test
  void inAShorterTrainingTheMarginGrowsInTheSameShare() {
    Study study =
        org.widemargin.config.Yaml.readText(
            """
            name: growing
            search: {random: {candidates: 2, steps: 100}}
            training: {optimization: {steps: 400}, evaluation: {every: 10}}
            methods:
              margin:
                config: {loss: {gamma-growth: {start-fraction: 0.5, steps: 200}}}
                space: {loss.margin.gamma: [0.1, 0.2]}
            """,
            "test",
            Study.class);
    List<Trial> trials = Choice.of(study, study.cells().get(0), log()).trials();
    assertThat(trials)
        .hasSize(6)
        .allSatisfy(
            trial -> {
              assertThat(trial.network().optimization().steps()).isEqualTo(100);
              assertThat(trial.network().loss().gammaGrowth()).isEqualTo(new GammaGrowth(0.5, 50));
            });
  }

  @Test
  void inAShorterTrainingTheBallGrowsInTheSameShare() {
    Study study =
        org.widemargin.config.Yaml.readText(
            """
            name: growing
            search: {random: {candidates: 2, steps: 100}}
            training: {optimization: {steps: 400}, evaluation: {every: 10}}
            methods:
              margin:
                config:
                  loss:
                    margin: {norm: linf, layers: input, gradient: certified}
                    radius-growth: {warm-up-steps: 40, steps: 200}
                space: {loss.margin.gamma: [0.1, 0.2]}
            """,
            "test",
            Study.class);
    assertThat(Choice.of(study, study.cells().get(0), log()).trials())
        .isNotEmpty()
        .allSatisfy(
            trial ->
                assertThat(trial.network().loss().radiusGrowth())
                    .isEqualTo(new RadiusGrowth(10, 50)));
  }

  @Test
  void ofEqualCandidatesTheFirstIsChosen() {
    Study study = study("grid");
    Cell cell = study.cells().get(0);
    finish(Choice.of(study, cell, log()).trials(), config -> 0.5);
    assertThat(Choice.of(study, cell, log().refresh()).chosen())
        .contains(Map.of("loss.margin.gamma", 0.1));
  }

  @Test
  void aMethodWithoutASpaceNeedsNoSearch() {
    Study study = TinyStudies.accuracy();
    Choice choice = Choice.of(study, study.cells().get(0), log());
    assertThat(choice.chosen()).contains(Map.of());
    assertThat(choice.trials()).isEmpty();
  }
}
