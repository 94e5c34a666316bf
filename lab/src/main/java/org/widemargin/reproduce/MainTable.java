package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.widemargin.report.Table;
import org.widemargin.report.Table.Best;
import org.widemargin.results.Paired;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Condition;
import org.widemargin.study.Quantities;

/** One number of each study for every method: what a reader in a hurry wants to see. */
final class MainTable {
  private static final double EPSILON = Rules.USUAL_EPSILON;
  private static final double DEVIATION = 0.3;

  /** A study's most telling number: accuracies by seed of a method. */
  private record Entry(String study, String heading, BiFunction<Scores, String, Paired> values) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("limited-data", "all data", (s, m) -> s.accuracy(m, Condition.CLEAN)),
          new Entry(
              "limited-data", "68 samples", (s, m) -> s.accuracy(m, LimitedDataClaims.FEWEST)),
          new Entry(
              "limited-data", "1 % of the data", (s, m) -> s.accuracy(m, LimitedDataClaims.FEW)),
          noisy(NoisyLabelsClaims.NOISY, "80 % wrong labels, best step", Scores::atBest),
          noisy(NoisyLabelsClaims.NOISY, "80 % wrong labels, last step", Scores::atLast),
          noisy(NoisyLabelsClaims.TO_THE_END, "the same to the end, best step", Scores::atBest),
          noisy(NoisyLabelsClaims.TO_THE_END, "the same to the end, last step", Scores::atLast),
          new Entry(
              "gaussian-noise",
              "noise " + DEVIATION,
              (s, m) -> s.at(m, Quantities.NOISE, DEVIATION)),
          attacked("black-box-fgsm", "black-box FGSM", Quantities.TRANSFER),
          attacked("white-box-ifgsm", "IFGSM", "ifgsm"),
          attacked("white-box-ifgsm", "margin attack", "margin-attack"),
          attacked("autoattack", "AutoAttack", Quantities.ROBUST));

  private static final List<Entry> ON_CIFAR =
      List.of(
          new Entry("cifar-limited-data", "all data", (s, m) -> s.accuracy(m, Condition.CLEAN)),
          new Entry(
              "cifar-limited-data",
              "5 % of the data",
              (s, m) -> s.accuracy(m, Condition.ofTrainFraction(0.05))),
          new Entry(
              "cifar-noisy-labels",
              "40 % wrong labels, best step",
              (s, m) -> s.atBest().accuracy(m, Condition.ofLabelNoise(0.4))),
          new Entry(
              "cifar-noisy-labels",
              "40 % wrong labels, last step",
              (s, m) -> s.atLast().accuracy(m, Condition.ofLabelNoise(0.4))),
          new Entry("cifar-adversarial", "noise 0.05", (s, m) -> s.at(m, Quantities.NOISE, 0.05)),
          new Entry(
              "cifar-adversarial",
              "black-box FGSM 0.03",
              (s, m) -> s.at(m, Quantities.TRANSFER, 0.03)),
          new Entry("cifar-adversarial", "IFGSM 0.01", (s, m) -> s.at(m, "ifgsm", 0.01)),
          new Entry(
              "cifar-adversarial", "margin attack 0.01", (s, m) -> s.at(m, "margin-attack", 0.01)));

  private MainTable() {}

  private static Entry noisy(String study, String heading, UnaryOperator<Scores> step) {
    return new Entry(
        study, heading, (s, m) -> step.apply(s).accuracy(m, NoisyLabelsClaims.MOST_NOISE));
  }

  private static Entry attacked(String study, String heading, String quantity) {
    return new Entry(study, heading + " " + EPSILON, (s, m) -> s.at(m, quantity, EPSILON));
  }

  /**
   * Gathers the numbers of the paper's studies, for each data set.
   *
   * @param results of the studies there are
   * @return tables with a row for each method and a column for each number that is measured; none
   *     of a data set without numbers
   */
  static List<Table> of(List<StudyResults> results) {
    Map<String, Scores> scores = Claims.scores(results);
    return Stream.of(
            table("Test accuracy in percent, means over all seeds", ENTRIES, scores),
            table("Test accuracy on CIFAR-10 in percent, means over all seeds", ON_CIFAR, scores))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Table> table(
      String caption, List<Entry> entries, Map<String, Scores> scores) {
    Set<String> methods = new LinkedHashSet<>();
    List<Entry> measured = new ArrayList<>();
    for (Entry entry : entries) {
      if (scores.containsKey(entry.study())) {
        measured.add(entry);
        methods.addAll(Objects.requireNonNull(scores.get(entry.study())).methods());
      }
    }
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    List<Table.Column> columns =
        measured.stream().map(entry -> new Table.Column(entry.heading(), Best.HIGHEST)).toList();
    List<Table.Row> rows = new ArrayList<>();
    for (String method : methods) {
      rows.add(
          new Table.Row(
              method, measured.stream().map(entry -> cell(entry, scores, method)).toList()));
    }
    return Optional.of(new Table(caption, "method", columns, rows));
  }

  private static Table.Cell cell(Entry entry, Map<String, Scores> scores, String method) {
    Scores study = Objects.requireNonNull(scores.get(entry.study()));
    return Table.Cell.number(entry.values().apply(study, method).mean(), 1);
  }
}
