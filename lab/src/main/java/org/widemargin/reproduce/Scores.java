package org.widemargin.reproduce;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.widemargin.results.Spread;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Cell;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;

/** Looks up what claims compare: accuracies in percent, and leads in points, over seeds. */
final class Scores {
  static final String CROSS_ENTROPY = "cross-entropy";
  static final String BOUNDARY = "boundary";
  static final List<String> NORMS = List.of("l1", "l2", "linf");

  private static final double PERCENT = 100;

  private final StudyResults results;

  Scores(StudyResults results) {
    this.results = results;
  }

  static String allLayers(String norm) {
    return "margin-" + norm + "-all";
  }

  static String inputOnly(String norm) {
    return "margin-" + norm + "-input";
  }

  /** The paper's margin models that the study has. */
  List<String> margins() {
    return methods("margin-");
  }

  /** Methods whose name begins so. */
  List<String> methods(String prefix) {
    return results.study().methods().keySet().stream().filter(m -> m.startsWith(prefix)).toList();
  }

  List<Condition> conditions() {
    return results.study().conditions();
  }

  Map<Long, Double> accuracy(String method, Condition condition) {
    return Curves.accuracies(results, method, condition);
  }

  /** A curve's value at a place by seed; empty if it was not measured there. */
  Map<Long, Double> at(String method, String quantity, double x) {
    for (Measurement measurement : results.study().measurements()) {
      Map<Long, Double> values =
          Curves.curve(results, method, measurement, quantity).getOrDefault(x, Map.of());
      if (!values.isEmpty()) {
        return values;
      }
    }
    return Map.of();
  }

  /** Where a curve was measured. */
  Collection<Double> places(String method, String quantity) {
    return results.study().measurements().stream()
        .map(measurement -> Curves.curve(results, method, measurement, quantity).keySet())
        .filter(places -> !places.isEmpty())
        .findFirst()
        .orElse(java.util.Set.of());
  }

  Spread single(String method, String quantity) {
    Cell cell = new Cell(Curves.dataset(results), method, conditions().get(0));
    return Spread.of(results.values(cell, quantity).values());
  }

  /** In points. */
  static Spread lead(Map<Long, Double> values, Map<Long, Double> others) {
    Spread lead = StudyResults.lead(values, others);
    return new Spread(
        PERCENT * lead.mean(), PERCENT * lead.low(), PERCENT * lead.high(), lead.seeds());
  }

  static Spread percent(Map<Long, Double> values) {
    return lead(values, zeros(values));
  }

  private static Map<Long, Double> zeros(Map<Long, Double> values) {
    Map<Long, Double> zeros = new java.util.LinkedHashMap<>(values);
    zeros.replaceAll((seed, value) -> 0.0);
    return zeros;
  }

  /** The method with the highest mean. */
  Optional<String> best(
      List<String> methods, java.util.function.Function<String, Map<Long, Double>> values) {
    return methods.stream()
        .filter(method -> !values.apply(method).isEmpty())
        .max(
            java.util.Comparator.comparingDouble(
                method -> percent(Objects.requireNonNull(values.apply(method))).mean()));
  }

  static String text(Spread spread) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f to %.1f)", spread.mean(), spread.low(), spread.high());
  }

  static String points(Spread lead) {
    return String.format(
        Locale.ROOT, "%+.1f points (%+.1f to %+.1f)", lead.mean(), lead.low(), lead.high());
  }
}
