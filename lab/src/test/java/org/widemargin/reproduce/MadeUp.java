package org.widemargin.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.config.Json;
import org.widemargin.config.Yaml;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.Study;
import org.widemargin.study.StudyTrials;
import org.widemargin.study.Trial;
import org.widemargin.study.TrialLog;
import org.widemargin.study.TrialResult;
import org.widemargin.study.TrialResult.Origin;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.sweep.PlaneMeter;
import org.widemargin.sweep.StepTimer;
import org.widemargin.sweep.Sweep;

/**
 * Result lines of the smoke studies, made up: margins are better than the baselines by 3 points.
 */
final class MadeUp {
  private static final Origin ORIGIN =
      new Origin(
          "2026-01-01T00:00:00Z",
          7200,
          "1",
          "abc",
          "2",
          "17",
          "Linux",
          "host",
          2,
          "AVX",
          null,
          null);

  private MadeUp() {}

  /** Writes a folder as a finished reproduction leaves it, without figures. */
  static Path folder(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("studies"));
    for (String name : Protocol.names(Budget.SMOKE)) {
      Study study = Protocol.study(name, Budget.SMOKE);
      Files.writeString(folder.resolve("studies").resolve(name + ".yaml"), Yaml.write(study));
    }
    return lines(folder, Protocol.NAMES);
  }

  /** Writes the lines of studies that are there. */
  static Path lines(Path folder, List<String> names) throws IOException {
    Map<String, TrialResult> lines = new LinkedHashMap<>();
    Path file = folder.resolve(Sweep.RESULTS);
    Files.deleteIfExists(file);
    int before = -1;
    // What is measured of the chosen candidate is known when the search has its lines.
    while (lines.size() > before) {
      before = lines.size();
      TrialLog log = new TrialLog(file).refresh();
      for (String name : names) {
        Study study = Yaml.read(folder.resolve("studies").resolve(name + ".yaml"), Study.class);
        StudyTrials.trials(study, log)
            .forEach((id, trial) -> lines.computeIfAbsent(id, key -> result(key, trial)));
      }
      Files.write(file, lines.values().stream().map(Json::writeLine).toList());
    }
    return folder;
  }

  private static TrialResult result(String id, Trial trial) {
    List<Value> values = new ArrayList<>();
    Map<String, List<Double>> arrays = new LinkedHashMap<>();
    Measurement measurement = trial.measurement();
    double accuracy = accuracy(trial);
    if (measurement instanceof Measurement.Accuracy) {
      values.add(Value.of(Quantities.TEST_BEST, accuracy));
      values.add(Value.of(Quantities.TEST_LAST, accuracy - 0.01));
      values.add(Value.of(Quantities.VALIDATION_BEST, accuracy));
      values.add(Value.of(Quantities.VALIDATION_LAST, accuracy - 0.01));
    } else if (measurement instanceof Measurement.WhiteBox whiteBox) {
      whiteBox.attacks().forEach(name -> add(values, name, whiteBox.epsilons(), accuracy));
    } else if (measurement instanceof Measurement.BlackBox blackBox) {
      add(values, Quantities.TRANSFER, blackBox.epsilons(), accuracy);
    } else if (measurement instanceof Measurement.Attacker attacker) {
      add(values, Quantities.TRANSFER, attacker.epsilons(), accuracy);
    } else if (measurement instanceof Measurement.WorstCase worstCase) {
      add(values, Quantities.ROBUST, worstCase.epsilons(), accuracy);
    } else if (measurement instanceof Measurement.GaussianNoise noise) {
      add(values, Quantities.NOISE, noise.deviations(), accuracy);
    } else if (measurement instanceof Measurement.DistanceEvolution) {
      for (String layer : List.of("input", "fc1", "logits")) {
        add(values, Quantities.distance("test", layer), List.of(4.0, 8.0), 1 + accuracy);
      }
    } else if (measurement instanceof Measurement.Plane plane) {
      values.add(Value.of(PlaneMeter.TRAIN_ACCURACY, 1));
      values.add(Value.of(PlaneMeter.TEST_ACCURACY, accuracy));
      arrays.put(PlaneMeter.EXTENT, List.of(-1.0, 1.0, -1.0, 1.0));
      arrays.put(PlaneMeter.SCORES, scores(plane));
      arrays.put(PlaneMeter.TRAIN_POINTS, List.of(0.5, 0.5, 1.0, -0.5, 0.0, 0.0));
      arrays.put(PlaneMeter.TEST_POINTS, List.of(0.4, 0.5, 1.0));
    } else if (measurement instanceof Measurement.Cost) {
      values.add(Value.of(StepTimer.MILLISECONDS, 70));
      values.add(Value.of(StepTimer.RELATIVE, 1.25));
    }
    if (measurement.countsTopFive()) {
      values.addAll(topFive(values));
    }
    return new TrialResult(
        id,
        trial.method(),
        trial.network(),
        trial.other(),
        measurement,
        null,
        null,
        values,
        arrays,
        ORIGIN);
  }

  /** Beside each accuracy on test images. */
  private static List<Value> topFive(List<Value> values) {
    return values.stream()
        .filter(value -> !value.quantity().startsWith("validation"))
        .map(value -> new Value(Quantities.topFive(value.quantity()), value.at(), 0.99))
        .toList();
  }

  private static double accuracy(Trial trial) {
    double base = trial.method().startsWith("margin") ? 0.93 : 0.9;
    double ours = trial.method().equals("boundary") ? 0.95 : base;
    double papers = trial.method().startsWith("paper") ? 0.85 : ours;
    double averaged = trial.method().endsWith("-ema") ? 0.01 : 0;
    return papers
        + averaged
        + trial.network().seed() * 0.001
        - trial.network().data().labelNoise() * 0.1;
  }

  private static void add(
      List<Value> values, String quantity, List<Double> places, double accuracy) {
    places.forEach(x -> values.add(new Value(quantity, x, accuracy - x * 0.01)));
  }

  private static List<Double> scores(Measurement.Plane plane) {
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < plane.columns() * plane.rows(); i++) {
      scores.add(i % plane.columns() - plane.columns() / 2.0);
    }
    return Collections.unmodifiableList(scores);
  }
}
