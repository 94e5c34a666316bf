package org.widemargin.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.widemargin.config.Json;
import org.widemargin.config.Yaml;
import org.widemargin.study.Study;
import org.widemargin.study.TrialLog;
import org.widemargin.sweep.Sweep;

/** A study of 24 trials that take a moment each, and its lines. */
final class SparkStudies {
  static final String TEXT =
      """
      name: small
      datasets: [{name: mnist}]
      training:
        threads: 1
        data: {validation-size: 50}
        model: {name: "mlp:8"}
        loss: {margin: {top-k: 1, gamma: 0.3}}
        optimization: {optimizer: {adam: {}}, learning-rate: 0.01, steps: 20, batch-size: 16}
        evaluation: {every: 10, samples: 50, distance-samples: 0}
      methods:
        cross-entropy: {loss: cross-entropy}
        margin-l2-all: {norm: l2}
      conditions: [{label-noise: 0}, {label-noise: 0.5}]
      seeds: [1, 2, 3]
      measurements:
        - accuracy: {samples: 100}
        - gaussian-noise: {deviations: [0.3], samples: 50}
      """;

  private SparkStudies() {}

  static Study small() {
    return Yaml.readText(TEXT, "test", Study.class);
  }

  /** Two trials of one network, whose weights are 1.6 MB. */
  static Study wide() {
    String text =
        TEXT.replace("mlp:8", "mlp:512")
            .replace("  margin-l2-all: {norm: l2}\n", "")
            .replace(", {label-noise: 0.5}", "")
            .replace("seeds: [1, 2, 3]", "seeds: [1]");
    return Yaml.readText(text, "test", Study.class);
  }

  /** By trial, without where and when they were made; fails if a trial has two lines. */
  static Map<String, String> lines(Path folder) throws IOException {
    Path file = folder.resolve(Sweep.RESULTS);
    Map<String, String> lines = new TreeMap<>();
    new TrialLog(file)
        .refresh()
        .all()
        .forEach(
            result ->
                lines.put(
                    result.trial(),
                    Json.writeLine(result.values()) + Json.writeLine(result.arrays())));
    assertThat(Files.readAllLines(file)).hasSize(lines.size());
    return lines;
  }
}
