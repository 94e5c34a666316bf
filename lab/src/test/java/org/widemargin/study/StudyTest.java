package org.widemargin.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.config.Json;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;
import org.widemargin.train.RunConfig;

class StudyTest {
  private static final String SPACE =
      """
      search: %s
      methods:
        margin:
          space: {loss.margin.gamma: [0.1, 0.2, 0.4], optimization.weight-decay: [0, 0.005]}
      """;

  private static Study searching(String search) {
    return Yaml.readText("name: search\n" + SPACE.formatted(search), "test", Study.class);
  }

  @Test
  void aStudyIsWrittenAsItIsRead() {
    for (Study study : List.of(TinyStudies.everything(), searching("{random: {candidates: 3}}"))) {
      assertThat(Yaml.readText(Yaml.write(study), "again", Study.class)).isEqualTo(study);
    }
  }

  @Test
  void everyKindOfSearchHasItsCandidates() {
    List<Study> studies =
        Stream.of(
                "none",
                "grid",
                "{random: {candidates: 3}}",
                "{successive-halving: {candidates: 3}}")
            .map(StudyTest::searching)
            .toList();
    assertThat(studies.stream().<Class<?>>map(study -> study.search().getClass()))
        .containsExactlyInAnyOrder(Search.class.getPermittedSubclasses());
    for (Study study : studies) {
      assertThat(study.candidates("margin")).as("%s", study.search()).isNotEmpty();
    }
  }

  @Test
  void theMatrixIsComplete() {
    Study study = TinyStudies.accuracy();
    assertThat(study.cells()).hasSize(4).doesNotHaveDuplicates();
    assertThat(study.seeds()).containsExactly(1L, 2L);
  }

  @Test
  void aConditionMayHaveItsOwnSeedsAndTraining() {
    Study study =
        TinyStudies.of(
            """
            seeds: [1, 2]
            search: {grid: {seeds: 1}}
            conditions:
              - {label-noise: 0}
              - {train-fraction: 0.5, seeds: [3, 1, 4], training: {optimization: {steps: 6}}}
            """);
    Condition few = study.conditions().get(1);
    assertThat(study.seeds(study.conditions().get(0))).containsExactly(1L, 2L);
    assertThat(study.seeds(few)).containsExactly(3L, 1L, 4L);
    assertThat(study.searchSeeds(few)).containsExactly(3L);
    List<StudyTrials.Placed> placed = StudyTrials.measured(study, trial -> Optional.empty());
    assertThat(placed).hasSize(2 * 2 + 2 * 3);
    assertThat(StudyTrials.size(study)).isEqualTo(10);
    assertThat(placed)
        .allSatisfy(
            each ->
                assertThat(each.trial().network().optimization().steps())
                    .isEqualTo(each.cell().condition().equals(few) ? 6 : 12));
    assertThat(Yaml.readText(Yaml.write(study), "again", Study.class)).isEqualTo(study);
    assertThat(Yaml.write(study)).doesNotContain("seeds: []", "training: {}");
  }

  @Test
  void aConditionDoesNotSetWhatTheStudyDecides() {
    assertThatThrownBy(
            () -> TinyStudies.of("conditions: [{train-fraction: 0.5, training: {seed: 3}}]"))
        .hasMessageContaining("sets seed, which the study's seeds decide");
  }

  @Test
  void aConfigurationIsPresetThenTrainingThenMethodThenConditionThenSettings() {
    Study study = TinyStudies.accuracy();
    Cell cell = study.cells().get(3);
    RunConfig config = study.config(cell, Map.of("loss.margin.gamma", 0.7), 9);
    assertThat(cell.method()).isEqualTo("margin-l2-all");
    assertThat(config.data().dataset().name()).isEqualTo("thirds");
    assertThat(config.data().labelNoise()).isEqualTo(0.5);
    assertThat(config.loss().margin().gamma()).isEqualTo(0.7);
    assertThat(config.loss().margin().clip()).as("the preset's").isEqualTo(4);
    assertThat(config.optimization().steps()).as("the study's").isEqualTo(12);
    assertThat(config.seed()).isEqualTo(9);
  }

  @Test
  void aTrainingDependsNeitherOnTheProcessorsNorOnTheWorkingFolder() {
    Study study =
        Yaml.readText(
            "name: a\nmethods: {a: {loss: hinge}}\ndatasets: [{name: csv, data: table.csv}]\n",
            "test",
            Study.class);
    RunConfig config = study.config(study.cells().get(0), Map.of(), 1);
    assertThat(config.threads()).isEqualTo(1);
    assertThat(config.data().dataset().data()).isAbsolute();
    assertThat(study.config(study.cells().get(0), Map.of("optimization.steps", 5), 1).data())
        .isEqualTo(config.data());
  }

  private static Trial trial(String data) {
    Study study =
        Yaml.readText(
            "name: a\nmethods: {a: {loss: hinge}}\ndatasets: [{name: mnist}]\n"
                + "training: {data: {%s}}\n".formatted(data),
            "test",
            Study.class);
    RunConfig config = study.config(study.cells().get(0), Map.of("optimization.steps", 5), 1);
    return new Trial("a", config, config, new Measurement.Accuracy(0));
  }

  /** They change no result; the number is what the default was, whatever the data. */
  @Test
  void neitherWorkersNorTheUsualValidationSizeChangeAnIdentity() {
    Trial usual = trial("validation-size: 5000");
    for (String same : List.of("", "workers: 0", "workers: 3, validation-size: 5000")) {
      assertThat(trial(same).id()).as(same).isEqualTo(usual.id());
      assertThat(Identity.of(trial(same).network()))
          .as(same)
          .isEqualTo(Identity.of(usual.network()));
    }
    assertThat(trial("workers: 3").network().data().workers()).as("still used").isEqualTo(3);
    assertThat(trial("validation-size: 50").id()).isNotEqualTo(usual.id());
  }

  @Test
  void methodsOfOneSeedShareTheirData() {
    Study study = TinyStudies.accuracy();
    assertThat(study.config(study.cells().get(2), Map.of(), 2).data())
        .isEqualTo(study.config(study.cells().get(3), Map.of(), 2).data());
  }

  @Test
  void aMethodLaidOverWithNothingIsLeftOut() {
    Study study =
        Yaml.readText("name: a\nmethods: {one: {loss: hinge}, two: null}", "test", Study.class);
    assertThat(study.methods()).containsOnlyKeys("one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: 'Bad Name'                        | lower case
          seeds: [1, 1]                           | each of seeds once
          seeds: []                               | at least one of seeds
          conditions: [{label-noise: 2}]          | label-noise from 0 to 1
          methods: {}                             | at least one method
          methods: {a: {config: {loss: {gama: 1}}}} | gama
          methods: {a: {preset: none}}            | unknown preset
          methods: {a: {space: {loss.margin.gamma: []}}} | at least one value
          methods: {a: {space: {loss.margin.gamma: [-1]}}} | gamma above 0
          measurements: [{black-box: {attack: fgsm, source: b, epsilons: [1], samples: 1}}] | method 'b'
          measurements: [{white-box: {attacks: [nothing], epsilons: [1], samples: 1}}] | unknown attack
          searching: grid                         | unknown key 'searching'
          training: {data: {label-noise: 0.4}}    | training sets data.label-noise, which the study's conditions decide
          training: {seed: 4}                     | training sets seed, which the study's seeds decide
          methods: {a: {config: {data: {dataset: {name: cifar-10}}}}} | which the study's datasets decide
          methods: {a: {space: {data.train-fraction: [0.1, 1]}}} | which the study's conditions decide
          """)
  void aMistakeIsFoundBeforeAnythingRuns(String keys, String message) {
    String common = "name: a\nmethods: {a: {loss: hinge}}\n";
    String key = keys.substring(0, keys.indexOf(':') + 1);
    String text =
        common.lines().filter(line -> !line.startsWith(key)).reduce("", (a, b) -> a + b + "\n");
    assertThatThrownBy(() -> Yaml.readText(text + keys, "test", Study.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSearchNeedsValidationSamples() {
    String text = "name: a\ntraining: {data: {validation-size: 0}}\n" + SPACE.formatted("grid");
    assertThatThrownBy(() -> Yaml.readText(text, "test", Study.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("validation-size above 0");
  }

  @Test
  void aGridHasEveryCombination() {
    assertThat(searching("grid").candidates("margin"))
        .hasSize(6)
        .doesNotHaveDuplicates()
        .allSatisfy(
            settings ->
                assertThat(settings)
                    .containsOnlyKeys("loss.margin.gamma", "optimization.weight-decay"));
    assertThat(searching("none").candidates("margin")).containsExactly(Map.of());
  }

  @Test
  void aRandomDrawIsAPartOfTheGridAndTheSameForItsSeed() {
    List<Map<String, Object>> grid = searching("grid").candidates("margin");
    List<Map<String, Object>> drawn =
        searching("{random: {candidates: 3, seed: 5}}").candidates("margin");
    assertThat(drawn).hasSize(3).doesNotHaveDuplicates().isSubsetOf(grid);
    assertThat(searching("{random: {candidates: 3, seed: 5}}").candidates("margin"))
        .isEqualTo(drawn);
    assertThat(
            List.of(6, 7, 8, 9).stream()
                .map(
                    seed ->
                        searching("{random: {candidates: 3, seed: %d}}".formatted(seed))
                            .candidates("margin")))
        .anySatisfy(other -> assertThat(other).isNotEqualTo(drawn));
  }

  @Test
  void anIdentityIsThatOfTheCanonicalJson() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("b", List.of(Map.of("d", 1.5), 2));
    value.put("a", "x");
    assertThat(Identity.canonicalJson(value)).isEqualTo("{\"a\":\"x\",\"b\":[{\"d\":1.5},2]}");
    // printf '{"a":"x","b":[{"d":1.5},2]}' | sha256sum
    assertThat(Identity.of((Object) value))
        .isEqualTo("0317feea54c14365a7e6e2289757f51554592ec3d68d35418e8a8c01f195e525");
  }

  @Test
  void trialsDifferInTheirIdentityIfAnythingDiffersButTheNameOfTheMethod() {
    Study study = TinyStudies.accuracy();
    RunConfig config = study.config(study.cells().get(0), Map.of(), 1);
    Measurement accuracy = new Measurement.Accuracy(0);
    Trial trial = new Trial("a", config, null, accuracy);
    assertThat(new Trial("b", config, null, accuracy).id()).isEqualTo(trial.id());
    assertThat(
            List.of(
                new Trial("a", config.with("seed=2"), null, accuracy).id(),
                new Trial("a", config, config, accuracy).id(),
                new Trial("a", config, null, new Measurement.Accuracy(5)).id(),
                new Trial("a", config, null, new Measurement.DistanceEvolution()).id()))
        .doesNotContain(trial.id())
        .doesNotHaveDuplicates();
    assertThat(Objects.requireNonNull(trial.id())).matches("[0-9a-f]{64}");
  }

  /** A few lines stand for more networks than there is memory to name them in. */
  @Test
  void aSpaceOfVeryManyCombinationsIsRefusedAtOnce() {
    StringBuilder space = new StringBuilder("search: grid\nmethods: {margin: {space: {");
    for (String key : List.of("gamma", "clip", "epsilon", "top-k", "cross-entropy-weight")) {
      String values = IntStream.rangeClosed(1, 40).boxed().toList().toString();
      space.append("loss.margin.").append(key).append(": ").append(values).append(", ");
    }
    String text = space.append("model.dropout: [0]}}}\n").toString();
    assertThatThrownBy(() -> Yaml.readText("name: many\n" + text, "test", Study.class))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(
            "expected a space of at most 1000 combinations", "from key 'loss.margin.clip' on");
    // Where nothing is searched, the space is not looked at.
    Study none =
        Yaml.readText(
            "name: none\n" + text.replace("search: grid", "search: none"), "test", Study.class);
    assertThat(none.candidates("margin")).containsExactly(Map.of());
  }

  @Test
  void aMatrixOfVeryManyTrainingsIsRefusedAtOnce() {
    String seeds = IntStream.rangeClosed(1, 20_001).boxed().toList().toString();
    assertThatThrownBy(
            () ->
                TinyStudies.of(
                    "conditions: [{label-noise: 0}, {label-noise: 0.1},"
                        + " {label-noise: 0.2}]\nseeds: "
                        + seeds))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("with 20001 seeds, 100000 trainings, found 6 configurations");
  }

  /** A line of before the key existed is not measured again. */
  @Test
  void notCountingTheFiveFirstIsTheMeasurementOfBefore() {
    RunConfig config =
        TinyStudies.accuracy().config(TinyStudies.accuracy().cells().get(0), Map.of(), 1);
    assertThat(new Trial("a", config, null, new Measurement.Accuracy(5, false)).id())
        .isEqualTo(new Trial("a", config, null, new Measurement.Accuracy(5)).id())
        .isNotEqualTo(new Trial("a", config, null, new Measurement.Accuracy(5, true)).id());
    assertThat(Json.writeLine(new Measurement.Accuracy(5, false))).doesNotContain("top-five");
  }
}
