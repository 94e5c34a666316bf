package org.widemargin.reproduce;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.widemargin.margin.MarginSpec;
import org.widemargin.results.Paired;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Cell;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.TrialResult;
import org.widemargin.train.RunConfig;

/**
 * Looks up what claims compare, by seed: accuracies in percent, and leads in points. Nothing is
 * said of a method that a network of any seed is missing of, because it is not finished or its
 * training diverged.
 */
final class Scores {
  static final String CROSS_ENTROPY = "cross-entropy";
  static final String BOUNDARY = Way.BOUNDARY;
  static final List<String> NORMS = List.of("l1", "l2", "linf");

  private static final double PERCENT = 100;

  private final StudyResults results;
  private final Way way;

  Scores(StudyResults results) {
    this(results, Way.ofStudy(results.study()));
  }

  private Scores(StudyResults results, Way way) {
    this.results = results;
    this.way = way;
  }

  /** The same study with other networks standing for its methods. */
  Scores by(Way other) {
    return new Scores(results, other);
  }

  /** The same at the best validation step of every training. */
  Scores atBest() {
    return by(way.at(Way.Step.BEST, way.words()));
  }

  /** The same at the last step of every training. */
  Scores atLast() {
    return by(way.at(Way.Step.LAST, way.words()));
  }

  /** The further ways in which the study can try a claim. */
  List<Way> furtherWays() {
    return Way.further(results.study());
  }

  static String allLayers(String norm) {
    return "margin-" + norm + "-all";
  }

  static String spread(String norm) {
    return "margin-" + norm + "-spread";
  }

  static String inputOnly(String norm) {
    return "margin-" + norm + "-input";
  }

  /** The paper's margin models that there are networks for, without variants of others. */
  List<String> margins() {
    return present(method -> method.startsWith("margin-"));
  }

  /** The margins, and those at the boundary. */
  List<String> ours() {
    return present(method -> method.startsWith("margin-") || method.startsWith(BOUNDARY));
  }

  /** The same with their variants, such as averaged weights. */
  List<String> oursAndVariants() {
    List<String> all = new ArrayList<>(ours());
    for (String method : methods()) {
      Way.base(method, methods()).filter(all::contains).ifPresent(base -> all.add(method));
    }
    return all;
  }

  private List<String> present(Predicate<String> which) {
    return methods().stream()
        .filter(which)
        .filter(method -> Way.base(method, methods()).isEmpty())
        .filter(method -> way.named(method, methods()).isPresent())
        .toList();
  }

  Set<String> methods() {
    return results.study().methods().keySet();
  }

  List<Condition> conditions() {
    return results.study().conditions();
  }

  /** Test accuracies in percent. */
  Paired accuracy(String method, Condition condition) {
    return values(method, condition, line -> way.step().test(line.network())).times(PERCENT);
  }

  private Paired validation(String method, Condition condition) {
    return values(method, condition, line -> way.step().validation(line.network()));
  }

  private Paired values(
      String method, Condition wanted, Function<TrialResult, List<String>> quantities) {
    Optional<Condition> condition = ofTheStudy(wanted);
    Optional<String> named = way.named(method, methods());
    if (condition.isEmpty() || named.isEmpty()) {
      return Paired.NONE;
    }
    Cell cell = new Cell(Curves.dataset(results), named.get(), condition.get());
    return complete(new Paired(results.values(cell, quantities)), condition.get());
  }

  /** The study's condition of the same data. */
  private Optional<Condition> ofTheStudy(Condition wanted) {
    return conditions().contains(wanted)
        ? Optional.of(wanted)
        : conditions().stream().filter(wanted::hasDataOf).findFirst();
  }

  /** The lead over cross-entropy, in points. */
  Paired lead(String method, Condition condition) {
    return accuracy(method, condition).minus(accuracy(CROSS_ENTROPY, condition));
  }

  /**
   * The method with the highest mean validation accuracy; empty if one of them is not measured.
   * Test images play no part.
   */
  Optional<String> bestOnValidation(List<String> methods, Condition condition) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String method : methods) {
      means.put(method, validation(method, condition).mean());
    }
    return means.values().stream().anyMatch(mean -> mean.isNaN())
        ? Optional.empty()
        : means.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  /** A curve's accuracy at a place, in percent. */
  Paired at(String method, String quantity, double x) {
    return rawAt(method, quantity, x).times(PERCENT);
  }

  /** A measurement's accuracy at a place, in percent. */
  Paired at(String method, Measurement measurement, String quantity, double x) {
    Map<Long, Double> values = curve(method, measurement, quantity).getOrDefault(x, Map.of());
    return values.isEmpty()
        ? Paired.NONE
        : complete(new Paired(values), conditions().get(0)).times(PERCENT);
  }

  /** Where a measurement's curve was measured. */
  Collection<Double> places(String method, Measurement measurement, String quantity) {
    return curve(method, measurement, quantity).keySet();
  }

  /** A curve's value at a place, in its own unit. */
  Paired rawAt(String method, String quantity, double x) {
    return results.study().measurements().stream()
        .map(measurement -> curve(method, measurement, quantity).getOrDefault(x, Map.of()))
        .filter(values -> !values.isEmpty())
        .findFirst()
        .map(values -> complete(new Paired(values), conditions().get(0)))
        .orElse(Paired.NONE);
  }

  /** The target's accuracy on a method's examples, in percent. */
  Paired onExamplesOf(String method, Measurement.Transferred attack, double epsilon) {
    return results.study().measurements().stream()
        .filter(one -> one instanceof Measurement.Attacker attacker && attacker.attack() == attack)
        .map(one -> curve(method, one, Quantities.TRANSFER).getOrDefault(epsilon, Map.of()))
        .findFirst()
        .map(values -> complete(new Paired(values), conditions().get(0)).times(PERCENT))
        .orElse(Paired.NONE);
  }

  /** Where a curve was measured. */
  Collection<Double> places(String method, String quantity) {
    return results.study().measurements().stream()
        .map(measurement -> curve(method, measurement, quantity).keySet())
        .filter(places -> !places.isEmpty())
        .findFirst()
        .orElse(Set.of());
  }

  private Map<Double, Map<Long, Double>> curve(
      String method, Measurement measurement, String quantity) {
    return way.named(method, methods())
        .map(named -> Curves.curve(results, named, measurement, quantity))
        .orElse(Map.of());
  }

  /** The layers whose distances are shown: the input, one in the middle, the logits. */
  List<String> shownLayers() {
    return DistanceFigures.shown(results);
  }

  /** A single number in its own unit. */
  Paired single(String method, String quantity) {
    return values(method, conditions().get(0), line -> List.of(quantity));
  }

  private Paired complete(Paired values, Condition condition) {
    return results.isComplete(values.bySeed().size(), condition) ? values : Paired.NONE;
  }

  /** The settings of a method's margin where cross-entropy outweighs it; empty if it does not. */
  String settings(String method, Condition wanted) {
    return ofTheStudy(wanted)
        .flatMap(condition -> way.named(method, methods()).flatMap(m -> network(m, condition)))
        .map(config -> config.loss().margin())
        .filter(margin -> margin.crossEntropyWeight() > 1)
        .map(margin -> " (%s %s)".formatted(method, words(margin)))
        .orElse("");
  }

  private Optional<RunConfig> network(String method, Condition condition) {
    return results.entries().stream()
        .filter(entry -> entry.cell().method().equals(method))
        .filter(entry -> entry.cell().condition().equals(condition))
        .min(Comparator.comparingLong(StudyResults.Entry::seed))
        .map(entry -> entry.result().network());
  }

  private static String words(MarginSpec margin) {
    return "gamma %s, clip %s, %s times the cross-entropy"
        .formatted(
            number(margin.gamma()), number(margin.clip()), number(margin.crossEntropyWeight()));
  }

  /** In decimals as they were written: 0.07 is 7 %. */
  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** A condition in words. */
  static String condition(Condition condition) {
    if (condition.labelNoise() == 0 && condition.trainFraction() == 1) {
      return "all data, true labels";
    }
    List<String> parts = new ArrayList<>();
    if (condition.labelNoise() > 0) {
      parts.add("%s %% noise".formatted(percent(condition.labelNoise())));
    }
    if (condition.trainFraction() < 1) {
      parts.add("%s %% of the data".formatted(percent(condition.trainFraction())));
    }
    return String.join(", ", parts);
  }
}
