package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Column;
import org.widemargin.results.Spread;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Cell;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.sweep.AccuracyMeter;
import org.widemargin.sweep.PlaneMeter;
import org.widemargin.sweep.StepTimer;

/** A study's numbers as tables: means over seeds, a row for each method. */
final class ResultTables {
  private final StudyResults results;

  ResultTables(StudyResults results) {
    this.results = results;
  }

  List<Table> all() {
    List<Table> tables = new ArrayList<>();
    for (Measurement measurement : results.study().measurements()) {
      if (measurement instanceof Measurement.Accuracy) {
        tables.add(
            ofConditions("Test accuracy in percent, best on validation", AccuracyMeter.TEST_BEST));
        tables.add(ofConditions("Test accuracy in percent, last step", AccuracyMeter.TEST_LAST));
      } else if (measurement instanceof Measurement.Cost) {
        tables.add(ofSingles("Time of a training step", Best.LOWEST, 1, costs()));
      } else if (measurement instanceof Measurement.Plane) {
        tables.add(ofSingles("Accuracy in percent", Best.HIGHEST, 100, accuracies()));
      } else if (!(measurement instanceof Measurement.DistanceEvolution)) {
        tables.addAll(ofCurves(measurement));
      }
    }
    return tables;
  }

  private static Map<String, String> costs() {
    Map<String, String> quantities = new LinkedHashMap<>();
    quantities.put("milliseconds", StepTimer.MILLISECONDS);
    quantities.put("times cross-entropy", StepTimer.RELATIVE);
    return quantities;
  }

  private static Map<String, String> accuracies() {
    Map<String, String> quantities = new LinkedHashMap<>();
    quantities.put("training points", PlaneMeter.TRAIN_ACCURACY);
    quantities.put("test points", PlaneMeter.TEST_ACCURACY);
    return quantities;
  }

  private Table ofConditions(String caption, String quantity) {
    List<Column> columns = new ArrayList<>();
    List<Table.Row> rows = new ArrayList<>();
    for (Condition condition : results.study().conditions()) {
      columns.add(new Column(Claims.condition(condition), Best.HIGHEST));
    }
    for (String method : results.study().methods().keySet()) {
      List<Table.Cell> cells = new ArrayList<>();
      for (Condition condition : results.study().conditions()) {
        Cell cell = new Cell(Curves.dataset(results), method, condition);
        cells.add(percent(results.values(cell, quantity).values()));
      }
      rows.add(new Table.Row(method, cells));
    }
    return new Table(caption, "method", columns, rows);
  }

  private Table ofSingles(String caption, Best best, double scale, Map<String, String> quantities) {
    List<Column> columns =
        quantities.keySet().stream().map(heading -> new Column(heading, best)).toList();
    List<Table.Row> rows = new ArrayList<>();
    Condition condition = results.study().conditions().get(0);
    for (String method : results.study().methods().keySet()) {
      Cell cell = new Cell(Curves.dataset(results), method, condition);
      rows.add(
          new Table.Row(
              method,
              quantities.values().stream()
                  .map(quantity -> Spread.of(results.values(cell, quantity).values()))
                  .map(spread -> Table.Cell.number(scale * spread.mean(), 2))
                  .toList()));
    }
    return new Table(caption, "method", columns, rows);
  }

  private List<Table> ofCurves(Measurement measurement) {
    List<Table> tables = new ArrayList<>();
    for (String quantity : quantities(measurement)) {
      Map<String, Map<Double, Map<Long, Double>>> curves = new LinkedHashMap<>();
      Collection<Double> places = new TreeSet<>();
      for (String method : results.study().methods().keySet()) {
        Map<Double, Map<Long, Double>> curve = Curves.curve(results, method, measurement, quantity);
        curves.put(method, curve);
        places.addAll(curve.keySet());
      }
      List<Column> columns =
          places.stream().map(x -> new Column(String.valueOf(x), Best.HIGHEST)).toList();
      List<Table.Row> rows = new ArrayList<>();
      curves.forEach(
          (method, curve) ->
              rows.add(
                  new Table.Row(
                      method,
                      places.stream()
                          .map(x -> percent(curve.getOrDefault(x, Map.of()).values()))
                          .toList())));
      tables.add(new Table("Accuracy in percent: " + quantity, "method", columns, rows));
    }
    return tables;
  }

  private Collection<String> quantities(Measurement measurement) {
    return results.entries().stream()
        .filter(entry -> entry.result().measurement().equals(measurement))
        .flatMap(entry -> entry.result().values().stream())
        .map(Value::quantity)
        .distinct()
        .toList();
  }

  private static Table.Cell percent(Collection<Double> values) {
    Spread spread = Spread.of(values);
    return spread.isMeasured()
        ? Table.Cell.percent(spread.mean())
        : Table.Cell.number(Double.NaN, 1);
  }
}
