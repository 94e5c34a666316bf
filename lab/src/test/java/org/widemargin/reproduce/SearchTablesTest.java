package org.widemargin.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.widemargin.report.Table;

class SearchTablesTest {
  private static final String SEARCHED =
      """
      name: own
      training: {threads: 1, data: {validation-size: 100}, optimization: {steps: 8}}
      methods:
        cross-entropy: {loss: cross-entropy}
        margin-l2-all: {norm: l2, space: {loss.margin.gamma: [1, 2]}}
        paper-l2-all: {norm: l2, config: {loss: {margin: {gamma: 1000}}}}
      conditions: [{label-noise: 0}, {label-noise: 0.8}]
      seeds: [1, 2]
      """;

  @TempDir private Path folder;

  private StudyFolder folder(String yaml) throws IOException {
    Files.createDirectories(folder.resolve("studies"));
    Files.writeString(folder.resolve("studies/own.yaml"), yaml);
    return StudyFolder.read(MadeUp.lines(folder, List.of("own")));
  }

  private List<Table> tables(StudyFolder read) {
    return SearchTables.of(read.results().get(0).study(), read.found());
  }

  private static List<String> texts(Table.Row row) {
    return row.cells().stream().map(Table.Cell::text).toList();
  }

  @Test
  void everyCandidateIsListedAndTheChosenOneMarked() throws IOException {
    Table table = tables(folder(SEARCHED + "search: {grid: {seeds: 1}}\n")).get(0);
    assertThat(table.caption()).endsWith("on the first seed");
    assertThat(table.rows())
        .extracting(Table.Row::name)
        .containsExactly(
            "margin-l2-all: loss.margin.gamma 1 (8 steps)",
            "margin-l2-all: loss.margin.gamma 2 (8 steps)");
    // Equal accuracies: the first one is chosen.
    assertThat(texts(table.rows().get(0))).containsExactly("93.10 chosen", "85.10 chosen");
    assertThat(texts(table.rows().get(1))).containsExactly("93.10", "85.10");
  }

  @Test
  void everyRoundOfAHalvingIsListed() throws IOException {
    Table table =
        tables(folder(SEARCHED + "search: {successive-halving: {candidates: 2}}\n")).get(0);
    assertThat(table.caption()).endsWith("mean over the first 2 seeds");
    assertThat(table.rows()).extracting(row -> texts(row).get(0)).contains("93.15 chosen");
    assertThat(table.rows())
        .filteredOn(row -> texts(row).get(0).contains("chosen"))
        .as("the last round chooses")
        .hasSize(1);
  }

  @Test
  void whatIsOpenSaysSo() throws IOException {
    folder(SEARCHED + "search: {grid: {seeds: 1}}\n");
    Path file = folder.resolve("results.jsonl");
    Files.write(
        file,
        Files.readAllLines(file).stream().filter(line -> !line.contains("\"gamma\":2.0")).toList());
    Table table = tables(StudyFolder.read(folder)).get(0);
    assertThat(texts(table.rows().get(0))).containsExactly("93.10", "85.10");
    assertThat(texts(table.rows().get(1))).containsExactly("not finished", "not finished");
  }

  @Test
  void withoutASearchThereIsNoTable() throws IOException {
    assertThat(tables(folder(SEARCHED + "search: none\n"))).isEmpty();
  }

  @Test
  void thePageFoldsTheSearchAndShowsThePapersSettingBesideTheBest() throws IOException {
    StudyFolder read = folder(SEARCHED + "search: {grid: {seeds: 1}}\n");
    String page = Files.readString(new ReproductionWriter(read).writePage());
    assertThat(page)
        .contains("<details>\n<summary>Search for hyper-parameters of own</summary>\n")
        .contains("85.10 chosen");
    List<Table> papers = PapersWayTables.of(read.results().get(0));
    assertThat(papers).hasSize(1);
    assertThat(papers.get(0).rows())
        .extracting(Table.Row::name)
        .containsExactly(
            "margin-l2-all, best setting",
            "paper-l2-all, the paper's setting",
            "difference, 95 % interval");
    assertThat(papers.get(0).columns())
        .extracting(Table.Column::heading)
        .containsExactly(
            "all data, true labels, best step",
            "all data, true labels, last step",
            "80 % noise, best step",
            "80 % noise, last step");
    assertThat(texts(papers.get(0).rows().get(2)).get(3)).isEqualTo("+8.0 (+8.0 to +8.0)");
  }

  /** Studies share trials by what they are, whatever the method is called. */
  @Test
  void aCandidateThatAnotherMethodHasTooIsFound() throws IOException {
    String yaml =
        SEARCHED.replace(
                "methods:\n", "methods:\n  twin: {norm: l2, space: {loss.margin.gamma: [1, 2]}}\n")
            + "search: {grid: {seeds: 1}}\n";
    Table table = tables(folder(yaml)).get(0);
    assertThat(table.rows()).hasSize(4);
    assertThat(table.rows())
        .allSatisfy(row -> assertThat(texts(row)).doesNotContain("not finished"));
  }
}
