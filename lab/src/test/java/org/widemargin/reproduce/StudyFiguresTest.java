package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.report.Table;
import org.widemargin.results.StudyResults;

/** Studies with more than the paper's: nothing is left out, and no file overwrites another. */
class StudyFiguresTest {
  @TempDir private Path folder;

  private StudyResults results(String yaml) throws IOException {
    Files.createDirectories(folder.resolve("studies"));
    Files.writeString(folder.resolve("studies/own.yaml"), yaml);
    return StudyFolder.read(MadeUp.lines(folder, List.of("own"))).results().get(0);
  }

  private static List<String> names(StudyResults results) {
    return StudyFigures.of(results).stream().map(StudyFigure::name).toList();
  }

  private static final String SMALL =
      """
      name: own
      training: {threads: 1, data: {validation-size: 100}, optimization: {steps: 8}}
      methods: {cross-entropy: {loss: cross-entropy}, margin-l2-all: {norm: l2}}
      seeds: [1, 2]
      """;

  @Test
  void everyDataSetHasFiguresOfItsOwn() throws IOException {
    StudyResults results =
        results(
            SMALL
                + "datasets: [{name: mnist}, {name: fashion-mnist, data: somewhere}]\n"
                + "conditions: [{label-noise: 0}, {label-noise: 0.8}]\n");
    assertThat(names(results))
        .containsExactly(
            "own-figure-2-1-mnist",
            "own-figure-12-1-mnist",
            "own-figure-2-2-fashion-mnist",
            "own-figure-12-2-fashion-mnist");
    assertThat(StudyFigures.of(results).get(0).caption()).contains("Stars").endsWith("mnist.");
    assertThat(StudyFigures.of(results).get(2).caption()).doesNotContain("Stars");
    assertThat(ResultTables.of(results)).extracting(Table::caption).doesNotHaveDuplicates();
  }

  @Test
  void everyConditionHasCurvesOfItsOwn() throws IOException {
    StudyResults results =
        results(
            SMALL
                + "conditions: [{label-noise: 0}, {label-noise: 0.2, train-fraction: 0.1}]\n"
                + "measurements:\n"
                + "  - {worst-case: {attacks: [fgsm], epsilons: [0.1], samples: 9}}\n"
                + "  - {worst-case: {attacks: [fgsm], norm: l2, epsilons: [1], samples: 9}}\n");
    assertThat(names(results))
        .containsExactly(
            "own-robust-all-data-true-labels",
            "own-robust-20-noise-10.0-of-the-data",
            "own-robust-all-data-true-labels-number-2",
            "own-robust-20-noise-10.0-of-the-data-number-2");
    assertThat(ResultTables.of(results)).extracting(Table::caption).doesNotHaveDuplicates();
  }
}
