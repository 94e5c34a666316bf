package org.widemargin.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.widemargin.train.RunConfig;

/**
 * Which trials a study consists of. Pure functions of the study and the results so far: whoever
 * asks with the same results gets the same answer, in any process.
 */
public final class StudyTrials {
  private StudyTrials() {}

  /**
   * A trial of a study's figures, with its place.
   *
   * @param cell data set, method and condition
   * @param seed the seed
   * @param trial the trial
   */
  public record Placed(Cell cell, long seed, Trial trial) {}

  /**
   * The trials that can be known by now, finished or not: those of the searches, and those that
   * measure what was chosen.
   *
   * @param study the study
   * @param results those so far
   * @return the trials by their identity, in the order to run them
   */
  public static Map<String, Trial> trials(Study study, Results results) {
    Map<String, Trial> trials = new LinkedHashMap<>();
    Map<Cell, Choice> choices = choices(study, results);
    for (Choice choice : choices.values()) {
      choice.trials().forEach(trial -> trials.putIfAbsent(trial.id(), trial));
    }
    for (Placed placed : measured(study, choices)) {
      trials.putIfAbsent(placed.trial().id(), placed.trial());
    }
    return trials;
  }

  private static Map<Cell, Choice> choices(Study study, Results results) {
    Map<Cell, Choice> choices = new LinkedHashMap<>();
    study.cells().forEach(cell -> choices.put(cell, Choice.of(study, cell, results)));
    return choices;
  }

  /**
   * The trials that measure what was chosen, as far as choices are made.
   *
   * @param study the study
   * @param results those so far
   * @return the trials with their places
   */
  public static List<Placed> measured(Study study, Results results) {
    return measured(study, choices(study, results));
  }

  private static List<Placed> measured(Study study, Map<Cell, Choice> choices) {
    List<Placed> placed = new ArrayList<>();
    // Seeds outermost: a study that is stopped has every method with the first seed.
    for (long seed : seeds(study)) {
      for (Cell cell : study.cells()) {
        if (study.seeds(cell.condition()).contains(seed)) {
          for (Measurement measurement : study.measurements()) {
            trial(study, cell, seed, measurement, choices)
                .ifPresent(trial -> placed.add(new Placed(cell, seed, trial)));
          }
        }
      }
    }
    return placed;
  }

  /** Those of all conditions, the study's own first. */
  private static Set<Long> seeds(Study study) {
    Set<Long> seeds = new LinkedHashSet<>(study.seeds());
    study.conditions().forEach(condition -> seeds.addAll(condition.seeds()));
    return seeds;
  }

  private static Optional<Trial> trial(
      Study study, Cell cell, long seed, Measurement measurement, Map<Cell, Choice> choices) {
    Optional<RunConfig> network = config(study, cell, seed, choices);
    Optional<String> othersName = measurement.other();
    Optional<RunConfig> other =
        othersName.flatMap(name -> config(study, cell.of(name), seed, choices));
    if (network.isEmpty() || othersName.isPresent() != other.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(new Trial(cell.method(), network.get(), other.orElse(null), measurement));
  }

  private static Optional<RunConfig> config(
      Study study, Cell cell, long seed, Map<Cell, Choice> choices) {
    return Objects.requireNonNull(choices.get(cell), cell.method())
        .chosen()
        .map(settings -> study.config(cell, settings, seed));
  }

  /**
   * How many trials a study has in all, those of its searches included; trials that it shares with
   * itself or with other studies are counted each time.
   *
   * @param study the study
   * @return the number
   */
  public static int size(Study study) {
    return searched(study) + measured(study);
  }

  /**
   * How many trials measure what was chosen.
   *
   * @param study the study
   * @return one for each cell, seed and measurement
   */
  public static int measured(Study study) {
    int networks =
        study.cells().stream().mapToInt(cell -> study.seeds(cell.condition()).size()).sum();
    return networks * study.measurements().size();
  }

  /**
   * The trials that measure, where a choice that is still open falls on the first candidate: for
   * estimates.
   *
   * @param study the study
   * @param results those so far
   * @return the trials
   */
  public static List<Trial> assumed(Study study, Results results) {
    Map<Cell, Choice> assumed = new LinkedHashMap<>();
    choices(study, results)
        .forEach(
            (cell, choice) ->
                assumed.put(
                    cell,
                    new Choice(
                        choice.chosen().orElseGet(() -> first(study, cell)), choice.trials())));
    return measured(study, assumed).stream().map(Placed::trial).toList();
  }

  /**
   * The trials of a study's searches that can be known by now, finished or not.
   *
   * @param study the study
   * @param results those so far
   * @return the trials
   */
  public static List<Trial> searching(Study study, Results results) {
    return choices(study, results).values().stream()
        .flatMap(choice -> choice.trials().stream())
        .toList();
  }

  /** How many trials the searches have in all. */
  public static int searched(Study study) {
    return study.cells().stream().mapToInt(cell -> Choice.size(study, cell)).sum();
  }

  private static Map<String, Object> first(Study study, Cell cell) {
    return study.candidates(cell.method()).get(0);
  }
}
