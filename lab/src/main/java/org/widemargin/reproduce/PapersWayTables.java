package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Column;
import org.widemargin.results.Interval;
import org.widemargin.results.Paired;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;
import org.widemargin.study.TrialResult.Value;

/**
 * The paper's own setting of a method beside our best one, each with its search, and the difference
 * seed by seed.
 */
final class PapersWayTables {
  private final StudyResults results;
  private final Scores scores;

  private PapersWayTables(StudyResults results) {
    this.results = results;
    this.scores = new Scores(results);
  }

  static List<Table> of(StudyResults results) {
    return new PapersWayTables(results).tables();
  }

  /** The margins that the study has in both settings. */
  private Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    Set<String> methods = scores.methods();
    for (String papers : methods) {
      String ours = "margin-" + papers.replaceFirst(Way.PAPER, "");
      if (papers.startsWith(Way.PAPER) && methods.contains(ours)) {
        pairs.put(ours, papers);
      }
    }
    return pairs;
  }

  private List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    Map<String, String> pairs = pairs();
    if (pairs.isEmpty()) {
      return tables;
    }
    for (Measurement measurement : results.study().measurements()) {
      if (measurement instanceof Measurement.Accuracy) {
        tables.add(table(pairs, "", accuracies()));
      } else {
        quantities(measurement)
            .forEach(
                quantity ->
                    tables.add(
                        table(
                            pairs,
                            ", " + ResultTables.words(measurement, quantity),
                            curve(measurement, quantity))));
      }
    }
    return tables;
  }

  private Map<String, Function<String, Paired>> accuracies() {
    Map<String, Function<String, Paired>> columns = new LinkedHashMap<>();
    for (Condition condition : results.study().conditions()) {
      String name = Scores.condition(condition);
      columns.put(name + ", best step", m -> scores.atBest().accuracy(m, condition));
      columns.put(name + ", last step", m -> scores.atLast().accuracy(m, condition));
    }
    return columns;
  }

  private List<String> quantities(Measurement measurement) {
    return results.entries().stream()
        .filter(entry -> entry.result().measurement().equals(measurement))
        .flatMap(entry -> entry.result().values().stream())
        .filter(value -> value.at() != null && !value.quantity().startsWith("distance/"))
        .map(Value::quantity)
        .distinct()
        .filter(quantity -> !scores.places(Scores.CROSS_ENTROPY, measurement, quantity).isEmpty())
        .toList();
  }

  private Map<String, Function<String, Paired>> curve(Measurement measurement, String quantity) {
    Map<String, Function<String, Paired>> columns = new LinkedHashMap<>();
    scores
        .places(Scores.CROSS_ENTROPY, measurement, quantity)
        .forEach(x -> columns.put(quantity + " " + x, m -> scores.at(m, measurement, quantity, x)));
    return columns;
  }

  private static Table table(
      Map<String, String> pairs, String what, Map<String, Function<String, Paired>> columns) {
    List<Table.Row> rows = new ArrayList<>();
    pairs.forEach(
        (ours, papers) -> {
          rows.add(row(ours + ", best setting", columns, each -> accuracy(each.apply(ours))));
          rows.add(
              row(papers + ", the paper's setting", columns, each -> accuracy(each.apply(papers))));
          rows.add(
              row(
                  "difference, 95 % interval",
                  columns, each -> difference(each.apply(ours).minus(each.apply(papers)))));
        });
    return new Table(
        "The best setting beside the paper's own"
            + what
            + ": test accuracy in percent, and the difference in points",
        "method",
        columns.keySet().stream().map(heading -> new Column(heading, Best.NONE)).toList(),
        rows);
  }

  private static Table.Row row(
      String name,
      Map<String, Function<String, Paired>> columns,
      Function<Function<String, Paired>, Table.Cell> cell) {
    return new Table.Row(name, columns.values().stream().map(cell).toList());
  }

  private static Table.Cell accuracy(Paired values) {
    return Table.Cell.number(values.mean(), 1);
  }

  private static Table.Cell difference(Paired values) {
    Interval interval = values.interval();
    return Table.Cell.text(interval.isMeasured() ? Rules.bare(interval) : "–");
  }
}
