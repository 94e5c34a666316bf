package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.report.Table.Column;
import org.widemargin.results.Interval;
import org.widemargin.results.Spread;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Cell;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.TrialResult.Value;
import org.widemargin.sweep.PlaneMeter;
import org.widemargin.sweep.StepTimer;

/** A study's numbers as tables: means over seeds, a row for each method. */
final class ResultTables {
  private final Part part;
  private final StudyResults results;

  private ResultTables(Part part) {
    this.part = part;
    this.results = part.results();
  }

  static List<Table> of(StudyResults results) {
    List<Table> tables = new ArrayList<>();
    for (Part dataset : Part.byDataset(results)) {
      for (Measurement measurement : results.study().measurements()) {
        if (measurement instanceof Measurement.Accuracy) {
          tables.addAll(new ResultTables(dataset).ofAccuracy());
        } else {
          dataset.byCondition().forEach(p -> tables.addAll(new ResultTables(p).of(measurement)));
        }
      }
    }
    return tables;
  }

  private List<Table> ofAccuracy() {
    List<Table> tables = new ArrayList<>();
    tables.add(ofConditions("Test accuracy in percent, best on validation", Quantities.TEST_BEST));
    tables.add(ofConditions("Test accuracy in percent, last step", Quantities.TEST_LAST));
    for (String quantity : List.of(Quantities.TEST_BEST, Quantities.TEST_LAST)) {
      if (isMeasured(Quantities.topFive(quantity))) {
        tables.add(
            ofConditions(
                "Test accuracy in percent, class among the five first, "
                    + (quantity.equals(Quantities.TEST_BEST) ? "best on validation" : "last step"),
                Quantities.topFive(quantity)));
      }
    }
    Scores scores = new Scores(results);
    if (scores.methods().contains(Scores.CROSS_ENTROPY) && scores.methods().size() > 1) {
      tables.add(leads("best on validation", scores.atBest()));
      tables.add(leads("last step", scores.atLast()));
    }
    return tables;
  }

  private boolean isMeasured(String quantity) {
    return results.entries().stream()
        .flatMap(entry -> entry.result().values().stream())
        .anyMatch(value -> value.quantity().equals(quantity));
  }

  /** Differences of the same seed. */
  private Table leads(String step, Scores scores) {
    List<Table.Row> rows = new ArrayList<>();
    for (String method : scores.methods()) {
      if (!method.equals(Scores.CROSS_ENTROPY)) {
        rows.add(
            new Table.Row(
                method,
                scores.conditions().stream()
                    .map(condition -> lead(scores.lead(method, condition).interval()))
                    .toList()));
      }
    }
    return new Table(
        "Lead over cross-entropy in points with its 95 % interval, " + step + part.words(),
        "method",
        scores.conditions().stream()
            .map(condition -> new Column(Scores.condition(condition), Best.HIGHEST))
            .toList(),
        rows);
  }

  private static Table.Cell lead(Interval interval) {
    return interval.isMeasured()
        ? new Table.Cell(Rules.bare(interval), interval.mean())
        : Table.Cell.number(Double.NaN, 1);
  }

  private List<Table> of(Measurement measurement) {
    if (measurement instanceof Measurement.Cost cost) {
      return List.of(ofSingles("Time of a training step", Best.LOWEST, 1, costs(cost.baseline())));
    } else if (measurement instanceof Measurement.Plane) {
      return List.of(ofSingles("Accuracy in percent", Best.HIGHEST, 100, accuracies()));
    } else if (measurement instanceof Measurement.DistanceEvolution) {
      // As many numbers as steps: the figures show them, and their files have them.
      return List.of();
    } else if (measurement instanceof Measurement.WhiteBox
        || measurement instanceof Measurement.BlackBox
        || measurement instanceof Measurement.Attacker
        || measurement instanceof Measurement.WorstCase
        || measurement instanceof Measurement.GaussianNoise) {
      return ofCurves(measurement);
    }
    throw new AssertionError("a sealed type has no other case: " + measurement);
  }

  private static Map<String, String> costs(String baseline) {
    Map<String, String> quantities = new LinkedHashMap<>();
    quantities.put("milliseconds", StepTimer.MILLISECONDS);
    quantities.put("times " + baseline, StepTimer.RELATIVE);
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
      columns.add(new Column(Scores.condition(condition), Best.HIGHEST));
    }
    for (String method : results.study().methods().keySet()) {
      List<Table.Cell> cells = new ArrayList<>();
      for (Condition condition : results.study().conditions()) {
        Cell cell = new Cell(Curves.dataset(results), method, condition);
        cells.add(percent(results.values(cell, quantity).values(), condition));
      }
      rows.add(new Table.Row(method, cells));
    }
    return new Table(caption + part.words(), "method", columns, rows);
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
                  .map(quantity -> results.values(cell, quantity).values())
                  .map(values -> mean(values, condition, scale, 2))
                  .toList()));
    }
    return new Table(caption + part.words(), "method", columns, rows);
  }

  private List<Table> ofCurves(Measurement measurement) {
    List<Table> tables = new ArrayList<>();
    Condition condition = results.study().conditions().get(0);
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
                          .map(x -> percent(curve.getOrDefault(x, Map.of()).values(), condition))
                          .toList())));
      tables.add(
          new Table(
              "Accuracy in percent, "
                  + words(measurement, quantity)
                  + (Quantities.isTopFive(quantity) ? ", class among the five first" : "")
                  + part.words(),
              "method",
              columns,
              rows));
    }
    return tables;
  }

  /** What a curve is of. */
  static String words(Measurement measurement, String quantity) {
    if (measurement instanceof Measurement.BlackBox blackBox) {
      return "examples of %s made on %s, by epsilon"
          .formatted(blackBox.attack(), blackBox.source());
    } else if (measurement instanceof Measurement.Attacker attacker) {
      return "%s on examples of %s made on each method, by epsilon"
          .formatted(attacker.target(), attacker.attack());
    } else if (measurement instanceof Measurement.WorstCase worstCase) {
      return "what stands %s, %s, by epsilon"
          .formatted(String.join(", ", worstCase.attacks()), worstCase.norm());
    } else if (measurement instanceof Measurement.GaussianNoise) {
      return "in Gaussian noise, by standard deviation";
    }
    return quantity + " on the network itself, by epsilon";
  }

  private Collection<String> quantities(Measurement measurement) {
    return results.entries().stream()
        .filter(entry -> entry.result().measurement().equals(measurement))
        .flatMap(entry -> entry.result().values().stream())
        .map(Value::quantity)
        .distinct()
        .toList();
  }

  private Table.Cell percent(Collection<Double> values, Condition condition) {
    return mean(values, condition, 100, 1);
  }

  /** A mean over fewer seeds than the study has says so, and is never called the best. */
  private Table.Cell mean(
      Collection<Double> values, Condition condition, double scale, int decimals) {
    Spread spread = Spread.of(values);
    Table.Cell mean = Table.Cell.number(scale * spread.mean(), decimals);
    return !spread.isMeasured() || results.isComplete(spread.seeds(), condition)
        ? mean
        : Table.Cell.text(
            String.format(
                Locale.ROOT,
                "%s of %d seed%s",
                mean.text(),
                spread.seeds(),
                spread.seeds() == 1 ? "" : "s"));
  }
}
