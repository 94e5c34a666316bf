package org.widemargin.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A study with trials of some milliseconds, each with a line of its own. */
record KilledStudy(Path study) implements KilledWork {
  private static final String STUDY =
      """
      name: tiny
      datasets: [{name: folder, data: '%s'}]
      seeds: [1, 2, 3, 4, 5, 6]
      conditions: [{label-noise: 0}, {label-noise: 0.4}]
      measurements: [accuracy, {gaussian-noise: {deviations: [0.1], samples: 10}}]
      training:
        threads: 1
        data: {validation-size: 9}
        model: {name: "mlp:8"}
        loss: {margin: {top-k: 1, gamma: 0.3}}
        optimization: {optimizer: {adam: {}}, learning-rate: 0.01, steps: 20, batch-size: 8}
        evaluation: {every: 5, samples: 9, distance-samples: 0}
      methods:
        cross-entropy: {loss: cross-entropy}
        margin-l2-all: {norm: l2}
      """;

  /** Writes the study of such data. */
  static KilledStudy of(Path data, Path study) throws IOException {
    Files.writeString(study, STUDY.formatted(data));
    return new KilledStudy(study);
  }

  @Override
  public String name() {
    return "studies";
  }

  @Override
  public List<String> command(Path folder) {
    return List.of("reproduce", study.toString(), "--out=" + folder);
  }

  @Override
  public boolean begins(String line) {
    return line.startsWith("[");
  }

  /**
   * Networks in work/ are there for trials, which are compared; the page tells machine and time.
   */
  @Override
  public Map<String, Object> outcome(Path folder) throws IOException {
    return Contents.of(folder)
        .without("work/networks/.*")
        .without("work/locks/.*")
        .withoutKeys("results.jsonl", "origin", "crc32")
        .inAnyOrder("results.jsonl")
        .withoutText("index.html", "\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z|<td>[0-9]+[.][0-9]{2}</td>")
        .files();
  }
}
