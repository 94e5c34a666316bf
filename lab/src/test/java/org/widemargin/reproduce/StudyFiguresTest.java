package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.config.Json;
import org.widemargin.figure.Figure;
import org.widemargin.figure.ForestFigure;
import org.widemargin.figure.LineFigure;
import org.widemargin.figure.SideBySideFigure;
import org.widemargin.report.Table;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Measurement;
import org.widemargin.study.TrialResult;
import org.widemargin.sweep.Sweep;

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
            "own-leads-1-mnist",
            "own-noisy-labels-2-fashion-mnist",
            "own-leads-2-fashion-mnist");
    assertThat(StudyFigures.of(results).get(0).caption()).contains("Stars").endsWith("mnist.");
    assertThat(StudyFigures.of(results).get(3).caption()).doesNotContain("Stars");
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
            "own-robust-20-noise-10-of-the-data",
            "own-robust-all-data-true-labels-number-2",
            "own-robust-20-noise-10-of-the-data-number-2");
    assertThat(ResultTables.of(results)).extracting(Table::caption).doesNotHaveDuplicates();
  }

  @Test
  void noisyLabelsAreDrawnAtTheBestStepAndAtTheLast() throws IOException {
    StudyResults results = results(SMALL + "conditions: [{label-noise: 0}, {label-noise: 0.8}]\n");
    SideBySideFigure both = (SideBySideFigure) StudyFigures.of(results).get(1).figure();
    assertThat(both.figures())
        .extracting(Figure::title)
        .containsExactly("All methods, best step", "All methods, last step");
    LineFigure best = (LineFigure) both.figures().get(0);
    LineFigure last = (LineFigure) both.figures().get(1);
    assertThat(best.series().get(1).samples().get(1).y()).isCloseTo(85.15, within(1e-9));
    assertThat(last.series().get(1).samples().get(1).y()).isCloseTo(84.15, within(1e-9));
  }

  @Test
  void differencesToCrossEntropyArePairedBySeed() throws IOException {
    StudyResults results = results(SMALL + "conditions: [{label-noise: 0}, {label-noise: 0.8}]\n");
    ForestFigure leads = (ForestFigure) StudyFigures.of(results).get(2).figure();
    assertThat(leads.rows()).extracting(ForestFigure.Row::name).containsExactly("margin-l2-all");
    assertThat(leads.panels())
        .extracting(ForestFigure.Panel::heading)
        .containsExactly("all data, true labels", "80 % noise");
    for (ForestFigure.Panel panel : leads.panels()) {
      for (ForestFigure.Estimate estimate : panel.estimates().get(0)) {
        assertThat(estimate.value()).isCloseTo(3, within(1e-9));
        assertThat(estimate.high() - estimate.low())
            .as("both seeds differ by the same")
            .isCloseTo(0, within(1e-9));
      }
    }
  }

  private StudyResults protocol(String name) throws IOException {
    MadeUp.folder(folder);
    MadeUp.lines(folder, List.of(name));
    return StudyFolder.read(folder).results().stream()
        .filter(each -> each.study().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static LineFigure figure(StudyResults results, String name) {
    return StudyFigures.of(results).stream()
        .filter(each -> each.name().equals(name))
        .map(StudyFigure::figure)
        .map(LineFigure.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** What the paper measured is not what a few photographs give. */
  @Test
  void figure11HasThePapersNumbersAndSaysThatTheyWereNotRunHere() throws IOException {
    StudyResults results = protocol("imagenet-adversarial");
    LineFigure whiteBox = figure(results, "imagenet-adversarial-figure-11-white-box-fgsm");
    assertThat(whiteBox.references())
        .extracting(LineFigure.Reference::x, LineFigure.Reference::y)
        .containsExactly(tuple(0.0, 78.0), tuple(0.1, 44.0), tuple(0.1, 33.0));
    LineFigure blackBox = figure(results, "imagenet-adversarial-figure-11-black-box");
    assertThat(blackBox.references())
        .extracting(LineFigure.Reference::x, LineFigure.Reference::y)
        .containsExactly(tuple(0.0, 78.0), tuple(0.1, 59.0), tuple(0.1, 33.0));
    assertThat(List.of(whiteBox, blackBox))
        .flatExtracting(LineFigure::references)
        .extracting(LineFigure.Reference::label)
        .allSatisfy(label -> assertThat(label).contains("paper").endsWith("not run here"));
  }

  @Test
  void classesAmongTheFiveFirstHaveCurvesAndTablesOfTheirOwn() throws IOException {
    StudyResults results = protocol("cifar-inception");
    assertThat(names(results))
        .contains(
            "cifar-inception-white-box-fgsm",
            "cifar-inception-white-box-fgsm-top5",
            "cifar-inception-white-box-ifgsm-top5",
            "cifar-inception-black-box-fgsm-top5")
        .doesNotContain("cifar-inception-margin-attack-top5")
        .doesNotHaveDuplicates();
    assertThat(figure(results, "cifar-inception-white-box-fgsm-top5").series())
        .allSatisfy(
            series ->
                assertThat(series.samples())
                    .isNotEmpty()
                    .allSatisfy(sample -> assertThat(sample.y()).isEqualTo(99)));
    assertThat(ResultTables.of(results))
        .extracting(Table::caption)
        .doesNotHaveDuplicates()
        .anySatisfy(caption -> assertThat(caption).contains("five first, best on validation"))
        .anySatisfy(caption -> assertThat(caption).contains("made on", "class among the five"));
  }

  @Test
  void oneConditionAloneIsNoCurve() throws IOException {
    assertThat(names(results(SMALL + "conditions: [{label-noise: 0.8}]\n")))
        .containsExactly("own-accuracy", "own-leads");
  }

  @Test
  void aConditionWithSeedsOfItsOwnIsComplete() throws IOException {
    StudyResults results =
        results(
            SMALL
                + "conditions: [{train-fraction: 1}, {train-fraction: 0.00125, seeds: [5, 6, 7]}]\n");
    LineFigure figure = (LineFigure) StudyFigures.of(results).get(1).figure();
    assertThat(figure.references())
        .extracting(LineFigure.Reference::label)
        .contains("paper: margin l-inf 3.7 above cross-entropy");
    ForestFigure leads = (ForestFigure) StudyFigures.of(results).get(2).figure();
    assertThat(leads.panels().get(1).estimates().get(0).get(0).isThere()).isTrue();
  }

  /** So that every kind passes through the page's test. */
  @Test
  void theProtocolHasEveryKindOfMeasurement() {
    assertThat(
            Protocol.NAMES.stream()
                .flatMap(name -> Protocol.study(name, Budget.SMOKE).measurements().stream())
                .map(Object::getClass)
                .distinct())
        .containsExactlyInAnyOrder(Measurement.class.getPermittedSubclasses());
  }

  @Test
  void aMeanOverFewerSeedsSaysSoInEveryTable() throws IOException {
    StudyResults whole =
        results(
            """
            name: own
            datasets: [{name: interleaved-curves}]
            training: {threads: 1, data: {validation-size: 0}, optimization: {steps: 8}}
            methods: {cross-entropy: {loss: cross-entropy}, margin-l2-all: {norm: l2}}
            seeds: [1, 2]
            measurements:
              - {plane: {columns: 4, rows: 4}}
              - {cost: {baseline: cross-entropy, steps: 3}}
            """);
    assertThat(cells(whole)).hasSize(8).noneMatch(cell -> cell.text().contains("seed"));
    Path lines = folder.resolve(Sweep.RESULTS);
    List<String> first =
        Files.readAllLines(lines).stream()
            .filter(line -> Json.readText(line, "line", TrialResult.class).network().seed() == 1)
            .toList();
    Files.write(lines, first);
    assertThat(cells(StudyFolder.read(folder).results().get(0)))
        .allMatch(cell -> cell.text().endsWith(" of 1 seed") && Double.isNaN(cell.value()));
  }

  private static List<Table.Cell> cells(StudyResults results) {
    return ResultTables.of(results).stream()
        .flatMap(table -> table.rows().stream())
        .flatMap(row -> row.cells().stream())
        .toList();
  }
}
