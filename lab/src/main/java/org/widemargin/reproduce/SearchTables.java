package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.widemargin.data.DatasetSpec;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Column;
import org.widemargin.study.Cell;
import org.widemargin.study.Choice;
import org.widemargin.study.Condition;
import org.widemargin.study.Results;
import org.widemargin.study.Study;

/** The searches of a study: every candidate, its validation accuracy, and which was chosen. */
final class SearchTables {
  private final Study study;
  private final Results results;

  private SearchTables(Study study, Results results) {
    this.study = study;
    this.results = results;
  }

  /**
   * Lists the searches.
   *
   * @param study the study
   * @param results those of its searches among them
   * @return a table for each data set, empty if nothing was searched for
   */
  static List<Table> of(Study study, Results results) {
    SearchTables tables = new SearchTables(study, results);
    return study.datasets().stream().flatMap(dataset -> tables.of(dataset).stream()).toList();
  }

  private Optional<Table> of(DatasetSpec dataset) {
    Map<String, Map<Condition, String>> rows = new LinkedHashMap<>();
    for (String method : study.methods().keySet()) {
      for (Condition condition : study.conditions()) {
        Cell cell = new Cell(dataset, method, condition);
        Optional<Map<String, Object>> chosen = Choice.of(study, cell, results).chosen();
        List<Choice.Tried> tried = Choice.tried(study, cell, results);
        int last = tried.stream().mapToInt(Choice.Tried::steps).max().orElse(0);
        for (Choice.Tried each : tried) {
          boolean isChosen = each.steps() == last && chosen.equals(Optional.of(each.settings()));
          rows.computeIfAbsent(name(method, each), name -> new HashMap<>())
              .put(condition, words(each.validation(), isChosen));
        }
      }
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(table(dataset, rows));
  }

  private Table table(DatasetSpec dataset, Map<String, Map<Condition, String>> rows) {
    List<Table.Row> listed = new ArrayList<>();
    rows.forEach(
        (name, cells) ->
            listed.add(
                new Table.Row(
                    name,
                    study.conditions().stream()
                        .map(condition -> Table.Cell.text(cells.getOrDefault(condition, "")))
                        .toList())));
    String of = study.datasets().size() > 1 ? " on " + dataset.name() : "";
    return new Table(
        "Validation accuracy of every candidate in percent%s, %s".formatted(of, seeds()),
        "method and settings",
        study.conditions().stream()
            .map(condition -> new Column(Scores.condition(condition), Best.NONE))
            .toList(),
        listed);
  }

  private String seeds() {
    long most =
        study.conditions().stream()
            .mapToInt(condition -> study.searchSeeds(condition).size())
            .max()
            .orElse(0);
    return most == 1
        ? "on the first seed"
        : String.format(Locale.ROOT, "mean over the first %d seeds", most);
  }

  private static String name(String method, Choice.Tried tried) {
    String settings =
        tried.settings().entrySet().stream()
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "%s: %s (%d steps)", method, settings, tried.steps());
  }

  private static String words(double validation, boolean isChosen) {
    if (Double.isNaN(validation)) {
      return "not finished";
    }
    return String.format(Locale.ROOT, "%.2f%s", 100 * validation, isChosen ? " chosen" : "");
  }
}
