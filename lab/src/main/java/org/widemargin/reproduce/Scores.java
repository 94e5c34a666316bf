package org.widemargin.reproduce;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.widemargin.margin.MarginSpec;
import org.widemargin.results.Spread;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Cell;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;

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

  /** The target's accuracy on a method's examples, by seed; empty if it was not measured there. */
  Map<Long, Double> onExamplesOf(String method, Measurement.Transferred attack, double epsilon) {
    return results.study().measurements().stream()
        .filter(one -> one instanceof Measurement.Attacker attacker && attacker.attack() == attack)
        .map(one -> Curves.curve(results, method, one, Quantities.TRANSFER))
        .map(curve -> curve.getOrDefault(epsilon, Map.of()))
        .findFirst()
        .orElse(Map.of());
  }

  /** Where a curve was measured. */
  Collection<Double> places(String method, String quantity) {
    return results.study().measurements().stream()
        .map(measurement -> Curves.curve(results, method, measurement, quantity).keySet())
        .filter(places -> !places.isEmpty())
        .findFirst()
        .orElse(java.util.Set.of());
  }

  Map<Long, Double> single(String method, String quantity) {
    Cell cell = new Cell(Curves.dataset(results), method, conditions().get(0));
    return results.values(cell, quantity);
  }

  /**
   * The lead over another method, in points; none if a network of any seed is missing, because it
   * is not finished or because its training diverged.
   */
  Spread lead(Map<Long, Double> values, Map<Long, Double> others) {
    Spread lead = complete(StudyResults.lead(values, others));
    return new Spread(
        PERCENT * lead.mean(), PERCENT * lead.low(), PERCENT * lead.high(), lead.seeds());
  }

  /** The lead averaged over several places, seed by seed. */
  Spread meanLead(List<Map<Long, Double>> values, List<Map<Long, Double>> others) {
    return lead(means(values), means(others));
  }

  private static Map<Long, Double> means(List<Map<Long, Double>> places) {
    Map<Long, Double> means = new LinkedHashMap<>();
    if (!places.isEmpty()) {
      for (Long seed : places.get(0).keySet()) {
        List<Double> values =
            places.stream()
                .filter(place -> place.containsKey(seed))
                .map(place -> Objects.requireNonNull(place.get(seed)))
                .toList();
        if (values.size() == places.size()) {
          means.put(seed, values.stream().mapToDouble(Double::doubleValue).sum() / values.size());
        }
      }
    }
    return means;
  }

  /** A spread over all seeds of the study, or none. */
  Spread complete(Spread spread) {
    return results.isComplete(spread) ? spread : Spread.NONE;
  }

  Spread percent(Map<Long, Double> values) {
    return lead(values, zeros(values));
  }

  private static Map<Long, Double> zeros(Map<Long, Double> values) {
    Map<Long, Double> zeros = new LinkedHashMap<>(values);
    zeros.replaceAll((seed, value) -> 0.0);
    return zeros;
  }

  /** The settings of methods' margins where cross-entropy outweighs them; empty if it does not. */
  String settings(List<String> methods) {
    List<String> words =
        methods.stream()
            .map(method -> Map.entry(method, margin(method)))
            .filter(entry -> entry.getValue().crossEntropyWeight() > 1)
            .map(
                entry ->
                    "%s gamma %s, clip %s, %s times the cross-entropy"
                        .formatted(
                            entry.getKey(),
                            number(entry.getValue().gamma()),
                            number(entry.getValue().clip()),
                            number(entry.getValue().crossEntropyWeight())))
            .toList();
    return words.isEmpty() ? "" : " (" + String.join("; ", words) + ")";
  }

  private MarginSpec margin(String method) {
    Cell cell = new Cell(Curves.dataset(results), method, conditions().get(0));
    return results.study().config(cell, Map.of(), results.study().seeds().get(0)).loss().margin();
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** The method with the highest mean; empty if one of them is not complete. */
  Optional<String> best(
      List<String> methods, java.util.function.Function<String, Map<Long, Double>> values) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String method : methods) {
      means.put(method, percent(Objects.requireNonNull(values.apply(method))).mean());
    }
    return means.values().stream().anyMatch(mean -> mean.isNaN())
        ? Optional.empty()
        : means.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  static String text(Spread spread) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f to %.1f)", spread.mean(), spread.low(), spread.high());
  }

  static String points(Spread lead) {
    return String.format(
        Locale.ROOT, "%+.1f points (%+.1f to %+.1f)", lead.mean(), lead.low(), lead.high());
  }

  /** A condition in words. */
  static String condition(Condition condition) {
    if (condition.equals(Condition.CLEAN)) {
      return "all data, true labels";
    }
    List<String> parts = new ArrayList<>();
    if (condition.labelNoise() > 0) {
      parts.add("%s %% noise".formatted(Math.round(100 * condition.labelNoise())));
    }
    if (condition.trainFraction() < 1) {
      parts.add("%s %% of the data".formatted(100 * condition.trainFraction()));
    }
    return String.join(", ", parts);
  }
}
