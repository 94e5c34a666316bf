package org.widemargin.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.widemargin.config.Yaml;
import org.widemargin.error.InputException;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Basis;
import org.widemargin.study.Cell;
import org.widemargin.study.Measurement;
import org.widemargin.study.Method;
import org.widemargin.study.Quantities;
import org.widemargin.study.Study;
import org.widemargin.study.TinyStudies;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.torch.Device;
import org.widemargin.train.RunConfig;
import org.widemargin.train.StopRequest;
import org.widemargin.train.TrainingListener;

class SweepTest {
  @TempDir private Path folder;

  private final Notes notes = new Notes();

  /** Notes what happens, and may ask to stop. */
  private static final class Notes implements SweepListener {
    private final List<Trial> begun = new ArrayList<>();
    private int trainings;
    private int steps;
    private int stopAfterSteps = Integer.MAX_VALUE;
    private StopRequest stop = new StopRequest();

    @Override
    public void begins(Trial trial, int finished, int known) {
      begun.add(trial);
    }

    @Override
    public TrainingListener training(RunConfig config) {
      trainings++;
      return new TrainingListener() {
        @Override
        public void stepped(long step, double loss) {
          if (++steps == stopAfterSteps) {
            stop.request();
          }
        }
      };
    }
  }

  private Sweep sweep(Path where) {
    notes.stop = new StopRequest();
    return new Sweep(where, Device.CPU, notes, notes.stop);
  }

  private static List<TrialResult> withoutOrigins(Sweep sweep) {
    return sweep.results().all().stream().map(Lines::withoutOrigin).toList();
  }

  @Test
  void everyTrialIsRunOnceAndNeverAgain() {
    Study study = TinyStudies.accuracy();
    assertThat(sweep(folder).run(study)).isTrue();
    assertThat(notes.begun).hasSize(8);
    assertThat(notes.trainings).isEqualTo(8);
    assertThat(sweep(folder).run(study)).isTrue();
    assertThat(notes.begun).hasSize(8);
    assertThat(sweep(folder).results().all()).hasSize(8);
  }

  @Test
  void trialsOfOneNetworkFollowEachOtherAcrossStudies() {
    Study noise =
        TinyStudies.of(
            """
            seeds: [1, 2]
            measurements: [{gaussian-noise: {deviations: [0, 0.3], samples: 10}}]
            """);
    Study attack =
        TinyStudies.of(
            """
            seeds: [1, 2]
            measurements: [{white-box: {attacks: [fgsm], epsilons: [0.1], samples: 6}}]
            """);
    List<Study> complete = new ArrayList<>();
    assertThat(sweep(folder).run(List.of(noise, attack), complete::add)).isTrue();
    assertThat(notes.trainings).isEqualTo(4);
    List<RunConfig> networks = notes.begun.stream().map(Trial::network).toList();
    for (int i = 0; i < networks.size(); i += 2) {
      assertThat(networks.get(i + 1)).isEqualTo(networks.get(i));
    }
    assertThat(networks).hasSize(8).startsWith(noise.config(noise.cells().get(0), Map.of(), 1));
    assertThat(complete).containsExactly(noise, attack);
  }

  @Test
  void aStudyIsToldCompleteBeforeOthersAreFinished() {
    Study small = TinyStudies.of("seeds: [1]\nmeasurements: [{accuracy: {samples: 12}}]\n");
    Study large = TinyStudies.of("seeds: [1, 2, 3]\nmeasurements: [{accuracy: {samples: 10}}]\n");
    List<Integer> begunWhenComplete = new ArrayList<>();
    assertThat(
            sweep(folder)
                .run(List.of(small, large), study -> begunWhenComplete.add(notes.begun.size())))
        .isTrue();
    assertThat(begunWhenComplete.get(0)).isLessThan(notes.begun.size());
    assertThat(begunWhenComplete).hasSize(2);
  }

  static Stream<UnaryOperator<@Nullable Basis>> otherBases() {
    return Stream.of(
        basis -> null,
        basis -> new Basis("0".repeat(64), basis.training(), basis.measurement()),
        basis -> new Basis(basis.data(), basis.training() - 1, basis.measurement()),
        basis -> new Basis(basis.data(), basis.training(), basis.measurement() + 1));
  }

  @ParameterizedTest
  @MethodSource("otherBases")
  void aLineThatRestsOnSomethingElseDoesNotStandForANewOne(UnaryOperator<@Nullable Basis> change)
      throws IOException {
    Study study = TinyStudies.accuracy();
    Sweep first = sweep(folder);
    first.run(study);
    Path again = folder.resolve("again");
    Files.createDirectories(again);
    TrialLog log = new TrialLog(again.resolve(Sweep.RESULTS));
    first.results().all().forEach(line -> log.append(Lines.on(change.apply(line.basis()), line)));
    notes.begun.clear();
    Sweep second = sweep(again);
    assertThat(second.run(study)).isTrue();
    assertThat(notes.begun).hasSize(8);
    assertThat(second.results().all()).hasSize(16);
  }

  @Test
  void everythingIsMeasuredOnNetworksTrainedOnce() {
    Study study = TinyStudies.everything();
    Sweep sweep = sweep(folder);
    assertThat(sweep.run(study)).isTrue();
    assertThat(notes.trainings).as("two methods, two seeds").isEqualTo(4);
    assertThat(notes.begun).hasSize(4 * study.measurements().size());
    StudyResults results = StudyResults.of(study, sweep.results());
    assertThat(results.isComplete()).isTrue();
    Cell cell = study.cells().get(1);
    assertThat(results.values(cell, Quantities.TEST_BEST)).containsOnlyKeys(1L, 2L);
    assertThat(results.values(cell, Quantities.TEST_LAST)).containsOnlyKeys(1L, 2L);
    assertThat(results.values(cell, StepTimer.RELATIVE).values())
        .allSatisfy(ratio -> assertThat(ratio).isPositive());
    for (Measurement measurement : study.measurements()) {
      for (String quantity : List.of("fgsm", "margin-attack", "transfer", "robust")) {
        results
            .curve(cell, measurement, quantity)
            .values()
            .forEach(
                bySeed ->
                    assertThat(bySeed.values())
                        .hasSize(2)
                        .allSatisfy(accuracy -> assertThat(accuracy).isBetween(0.0, 1.0)));
      }
    }
    assertThat(distances(results, cell)).containsOnlyKeys(6.0, 12.0);
  }

  /** Of three classes every one is among the five first: whoever is attacked stays there. */
  @Test
  void theFiveFirstAreMeasuredWhereTheyAreAskedFor() {
    Study study =
        TinyStudies.of(
            """
            seeds: [1]
            measurements:
              - accuracy: {samples: 12, top-five: true}
              - white-box: {attacks: [fgsm], epsilons: [0.1], samples: 6, top-five: true}
              - black-box: {attack: fgsm, source: cross-entropy, epsilons: [0.1], samples: 6, top-five: true}
            """);
    Sweep sweep = sweep(folder);
    assertThat(sweep.run(study)).isTrue();
    assertThat(sweep.results().all())
        .allSatisfy(
            line ->
                assertThat(line.values())
                    .filteredOn(value -> Quantities.isTopFive(value.quantity()))
                    .isNotEmpty()
                    .allSatisfy(value -> assertThat(value.value()).isEqualTo(1)));
  }

  private static Map<Double, Map<Long, Double>> distances(StudyResults results, Cell cell) {
    return results.curve(
        cell, new Measurement.DistanceEvolution(), Quantities.distance("test", "input"));
  }

  @Test
  void aWorstCaseFallsWithEpsilon() {
    Study study = TinyStudies.everything();
    Sweep sweep = sweep(folder);
    sweep.run(study);
    for (TrialResult result : sweep.results().all()) {
      Map<Double, Double> robust = result.curve(Quantities.ROBUST);
      if (!robust.isEmpty()) {
        assertThat(robust.keySet()).containsExactly(0.05, 0.3);
        assertThat(robust.get(0.3)).isLessThanOrEqualTo(robust.get(0.05));
      }
    }
  }

  @Test
  void blackBoxOnOneselfIsTheAttackerOnOneself() {
    Study study =
        TinyStudies.of(
            """
            seeds: [1]
            measurements:
              - black-box: {attack: ifgsm, source: cross-entropy, epsilons: [0.2], samples: 20}
              - attacker: {attack: ifgsm, target: cross-entropy, epsilons: [0.2], samples: 20}
            """);
    Sweep sweep = sweep(folder);
    sweep.run(study);
    List<Map<Double, Double>> own =
        sweep.results().all().stream()
            .filter(result -> result.network().equals(result.other()))
            .map(result -> result.curve(Quantities.TRANSFER))
            .toList();
    assertThat(own).hasSize(2);
    assertThat(own.get(0)).isEqualTo(own.get(1));
  }

  @Test
  void aStoppedStudyGoesOnToTheSameLines() {
    Study study = TinyStudies.accuracy();
    Sweep unbroken = sweep(folder.resolve("unbroken"));
    assertThat(unbroken.run(study)).isTrue();
    notes.steps = 0;
    int stops = 0;
    // 5 and 11 divide neither a training's steps nor its evaluations.
    for (boolean done = false; !done; stops++) {
      notes.stopAfterSteps = notes.steps + (stops % 2 == 0 ? 5 : 11);
      done = sweep(folder.resolve("broken")).run(study);
    }
    assertThat(stops).isGreaterThan(8);
    assertThat(withoutOrigins(sweep(folder.resolve("broken")))).isEqualTo(withoutOrigins(unbroken));
  }

  @Test
  void onlyNetworksThatOthersShareAreKept() throws IOException {
    sweep(folder).run(TinyStudies.accuracy());
    try (Stream<Path> networks = Files.list(folder.resolve("work/networks"))) {
      assertThat(networks).as("two methods, two seeds, without noise").hasSize(4);
    }
  }

  @Test
  void aTrainingThatDivergesIsALineOfItsOwn() {
    Study study =
        TinyStudies.of(
            """
            seeds: [1]
            measurements: [{accuracy: {samples: 5}}]
            """);
    Study diverging =
        new Study(
            study.name(),
            study.title(),
            study.datasets(),
            Map.of(
                "threads", 1,
                "data", Map.of("validation-size", 15),
                "model", Map.of("name", "mlp:6"),
                "optimization",
                    Map.of(
                        "optimizer",
                        Map.of("sgd", Map.of("momentum", 0.9)),
                        "learning-rate",
                        1e38,
                        "steps",
                        12)),
            Map.of("cross-entropy", Objects.requireNonNull(study.methods().get("cross-entropy"))),
            study.conditions(),
            study.search(),
            study.seeds(),
            study.measurements());
    Sweep sweep = sweep(folder);
    assertThat(sweep.run(diverging)).isTrue();
    assertThat(sweep.results().all())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.failure()).contains("diverged");
              assertThat(result.values()).isEmpty();
            });
  }

  @Test
  void aNetworkThatDoesNotFitIsFoundBeforeAnythingRuns() {
    Study study = TinyStudies.accuracy();
    Study wrong =
        new Study(
            study.name(),
            study.title(),
            study.datasets(),
            Map.of("model", Map.of("name", "mlp:6"), "data", Map.of("validation-size", 15)),
            Map.of(
                "margin",
                Yaml.readText("{config: {loss: {margin: {layers: conv7}}}}", "test", Method.class)),
            study.conditions(),
            study.search(),
            study.seeds(),
            study.measurements());
    assertThatThrownBy(() -> sweep(folder).check(wrong))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("conv7");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anEstimateCountsWhatIsLeft() {
    Study study = TinyStudies.accuracy();
    Estimate before = sweep(folder).estimate(List.of(study)).get(0);
    assertThat(before.trials()).isEqualTo(8);
    assertThat(before.left()).isEqualTo(8);
    assertThat(before.seconds()).isPositive();
    sweep(folder).run(study);
    Estimate after = sweep(folder).estimate(List.of(study)).get(0);
    assertThat(after.left()).isZero();
    assertThat(after.seconds()).isZero();
  }

  @Test
  void anEstimateOfASearchCountsWhatIsLeft() {
    Study study =
        TinyStudies.withMethods(
            """
            seeds: [1]
            search: {successive-halving: {candidates: 4, reduction: 2, seeds: 1}}
            methods:
              margin-l2-all: {space: {loss.margin.gamma: [0.1, 0.2, 0.3, 0.4]}}
            """);
    Estimate before = sweep(folder).estimate(List.of(study)).get(0);
    assertThat(before.left()).isEqualTo(before.trials()).isGreaterThan(5);
    sweep(folder).run(study);
    Estimate after = sweep(folder).estimate(List.of(study)).get(0);
    assertThat(after.trials()).isEqualTo(before.trials());
    assertThat(after.left()).isZero();
    assertThat(after.seconds()).isZero();
  }

  @Test
  void whatCannotBeMeasuredIsRefusedBeforeAnythingRuns() {
    Study plane = TinyStudies.of("measurements: [{plane: {columns: 3, rows: 3}}]\n");
    assertThatThrownBy(() -> sweep(folder).check(plane))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a plane shows two classes of points with two coordinates");
    Study still =
        TinyStudies.withMethods(
            """
            measurements: [distance-evolution]
            methods: {a: {config: {evaluation: {distance-samples: 0}}}}
            """);
    assertThatThrownBy(() -> sweep(folder).check(still))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("distance-samples above 0");
    assertThat(folder).isEmptyDirectory();
  }
}
