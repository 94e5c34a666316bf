package org.widemargin.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.widemargin.data.DatasetSpec;
import org.widemargin.study.Cell;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;
import org.widemargin.study.Results;
import org.widemargin.study.Study;
import org.widemargin.study.StudyTrials;
import org.widemargin.study.TrialResult;

/**
 * A study's results, found among the lines by the identities of its trials; those that are not
 * finished are missing. Immutable.
 */
public final class StudyResults {
  private final Study study;
  private final int planned;
  private final List<Entry> entries;

  private StudyResults(Study study, int planned, List<Entry> entries) {
    this.study = study;
    this.planned = planned;
    this.entries = List.copyOf(entries);
  }

  /**
   * A finished trial in its place.
   *
   * @param cell data set, method and condition
   * @param seed the seed
   * @param result the line
   */
  public record Entry(Cell cell, long seed, TrialResult result) {}

  /**
   * Finds a study's results.
   *
   * @param study the study
   * @param log the lines
   * @return the results
   */
  public static StudyResults of(Study study, Results log) {
    List<StudyTrials.Placed> placed = StudyTrials.measured(study, log);
    List<Entry> entries = new ArrayList<>();
    for (StudyTrials.Placed each : placed) {
      log.find(each.trial())
          .ifPresent(result -> entries.add(new Entry(each.cell(), each.seed(), result)));
    }
    return new StudyResults(study, StudyTrials.measured(study), entries);
  }

  /**
   * The study.
   *
   * @return as it was run
   */
  public Study study() {
    return study;
  }

  /**
   * The finished trials.
   *
   * @return in the order of the plan
   */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * Tells whether every trial is finished.
   *
   * @return whether none is missing
   */
  public boolean isComplete() {
    return entries.size() == planned;
  }

  /**
   * The results of a part of the matrix.
   *
   * @param dataset one of the study's
   * @param conditions some of the study's
   * @return as of a study that has nothing else
   */
  public StudyResults only(DatasetSpec dataset, List<Condition> conditions) {
    Study part =
        new Study(
            study.name(),
            study.title(),
            List.of(dataset),
            study.training(),
            study.methods(),
            conditions,
            study.search(),
            study.seeds(),
            study.measurements());
    return new StudyResults(
        part,
        StudyTrials.measured(part),
        results(entry -> part.cells().contains(entry.cell())).toList());
  }

  /**
   * Tells whether a number was measured for every seed of its condition.
   *
   * @param seeds how many seeds have the number
   * @param condition one of the study's
   * @return whether these are all
   */
  public boolean isComplete(int seeds, Condition condition) {
    return study.conditions().contains(condition) && seeds == study.seeds(condition).size();
  }

  /**
   * A single number of a cell over seeds.
   *
   * @param cell the cell
   * @param quantity such as {@code test-best}; of several names the first that a line has
   * @return by seed
   */
  public Map<Long, Double> values(Cell cell, String... quantity) {
    return values(cell, result -> List.of(quantity));
  }

  /**
   * A single number of a cell over seeds, whose name depends on the line.
   *
   * @param cell the cell
   * @param quantities the names for a line; the first that it has counts
   * @return by seed
   */
  public Map<Long, Double> values(Cell cell, Function<TrialResult, List<String>> quantities) {
    Map<Long, Double> values = new LinkedHashMap<>();
    results(entry -> entry.cell().equals(cell))
        .forEach(
            entry ->
                quantities.apply(entry.result()).stream()
                    .map(name -> entry.result().value(name))
                    .filter(OptionalDouble::isPresent)
                    .findFirst()
                    .ifPresent(value -> values.put(entry.seed(), value.getAsDouble())));
    return values;
  }

  /**
   * A curve of a cell over seeds.
   *
   * @param cell the cell
   * @param measurement what was measured; a study may have several
   * @param quantity the curve's name
   * @return for each place the values by seed
   */
  public Map<Double, Map<Long, Double>> curve(Cell cell, Measurement measurement, String quantity) {
    Map<Double, Map<Long, Double>> curve = new TreeMap<>();
    results(entry -> entry.cell().equals(cell) && entry.result().measurement().equals(measurement))
        .forEach(
            entry ->
                entry
                    .result()
                    .curve(quantity)
                    .forEach(
                        (at, value) ->
                            Objects.requireNonNull(
                                    curve.computeIfAbsent(at, k -> new LinkedHashMap<>()))
                                .put(entry.seed(), value)));
    return Collections.unmodifiableMap(curve);
  }

  private Stream<Entry> results(Predicate<Entry> which) {
    return entries.stream().filter(which);
  }
}
