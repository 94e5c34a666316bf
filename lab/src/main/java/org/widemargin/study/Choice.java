package org.widemargin.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.widemargin.train.RunConfig;

/**
 * The state of the search for one cell's hyper-parameters. A pure function of the study and the
 * results so far.
 *
 * @param settings what was chosen; null while it is open
 * @param trials those that the choice depends on, as far as they are known yet
 */
public record Choice(@Nullable Map<String, Object> settings, List<Trial> trials) {
  private static final Measurement.Accuracy ON_VALIDATION = new Measurement.Accuracy(0);

  /** Copies the list. */
  public Choice {
    trials = List.copyOf(trials);
  }

  /**
   * The settings.
   *
   * @return empty while the choice is open
   */
  public Optional<Map<String, Object>> chosen() {
    return Optional.ofNullable(settings);
  }

  /**
   * Makes the choice, or says what has to be run for it.
   *
   * @param study the study
   * @param cell the cell
   * @param results those so far
   * @return the state
   */
  public static Choice of(Study study, Cell cell, Results results) {
    List<Ranking> rounds = rounds(study, cell, results);
    if (rounds.isEmpty()) {
      return new Choice(study.candidates(cell.method()).get(0), List.of());
    }
    Ranking last = rounds.get(rounds.size() - 1);
    return new Choice(
        last.round().isLast() ? last.order().map(order -> order.get(0)).orElse(null) : null,
        rounds.stream().flatMap(each -> each.round().trials().stream()).toList());
  }

  /** A round with its candidates, best first; without them while trials are missing. */
  private record Ranking(Round round, Optional<List<Map<String, Object>>> order) {}

  /** The rounds as far as their candidates are known; none if there is nothing to choose. */
  private static List<Ranking> rounds(Study study, Cell cell, Results results) {
    List<Map<String, Object>> candidates = study.candidates(cell.method());
    if (candidates.size() == 1) {
      return List.of();
    }
    int count = rounds(study, candidates.size());
    List<Ranking> rounds = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      Round now = new Round(study, cell, candidates, reduction(study), number, count);
      Optional<List<Map<String, Object>>> order = now.ranked(results);
      rounds.add(new Ranking(now, order));
      if (order.isEmpty()) {
        break;
      }
      candidates = order.get().subList(0, now.survivors());
    }
    return rounds;
  }

  /**
   * A candidate in a round of the search.
   *
   * @param settings by the path of their key
   * @param steps how long it trained there
   * @param validation its mean validation accuracy over the search's seeds, a training that
   *     diverged counting 0; NaN while one of them is not finished
   */
  public record Tried(Map<String, Object> settings, int steps, double validation) {}

  /**
   * The candidates of a cell with what was found of them.
   *
   * @param study the study
   * @param cell the cell
   * @param results those so far
   * @return round by round, as far as they are known; empty if there is nothing to choose
   */
  public static List<Tried> tried(Study study, Cell cell, Results results) {
    return rounds(study, cell, results).stream()
        .flatMap(each -> each.round().tried(results).stream())
        .toList();
  }

  /** How many trials the search of a cell takes in all. */
  public static int size(Study study, Cell cell) {
    int candidates = study.candidates(cell.method()).size();
    if (candidates == 1) {
      return 0;
    }
    int size = 0;
    int rounds = rounds(study, candidates);
    for (int round = 0; round < rounds; round++) {
      size += candidates * study.searchSeeds(cell.condition()).size();
      candidates = Math.max(1, candidates / reduction(study));
    }
    return size;
  }

  private static int reduction(Study study) {
    return study.search() instanceof Search.SuccessiveHalving halving ? halving.reduction() : 1;
  }

  private static int rounds(Study study, int candidates) {
    int reduction = reduction(study);
    int rounds = 1;
    for (int left = candidates; reduction > 1 && left / reduction >= 1; left /= reduction) {
      rounds++;
    }
    return reduction == 1 ? 1 : Math.max(1, rounds - 1);
  }

  /** One round of the search; a search without halving has a single one. */
  private record Round(
      Study study,
      Cell cell,
      List<Map<String, Object>> candidates,
      int reduction,
      int number,
      int rounds) {
    boolean isLast() {
      return number == rounds - 1;
    }

    int survivors() {
      return Math.max(1, candidates.size() / reduction);
    }

    List<Trial> trials() {
      return candidates.stream().flatMap(settings -> trials(settings).stream()).toList();
    }

    private List<Trial> trials(Map<String, Object> settings) {
      return study.searchSeeds(cell.condition()).stream()
          .map(seed -> shortened(study.config(cell, settings, seed)))
          .map(config -> new Trial(cell.method(), config, null, ON_VALIDATION))
          .toList();
    }

    private RunConfig shortened(RunConfig config) {
      int all = config.optimization().steps();
      if (study.search().steps() != Search.ALL_STEPS) {
        return ShorterTraining.of(config, Math.min(all, study.search().steps()));
      }
      double share = Math.pow(reduction, (double) number + 1 - rounds);
      return ShorterTraining.of(config, (int) Math.max(1, Math.round(all * share)));
    }

    List<Tried> tried(Results results) {
      return candidates.stream().map(settings -> tried(settings, results)).toList();
    }

    private Tried tried(Map<String, Object> settings, Results results) {
      int steps = trials(settings).get(0).network().optimization().steps();
      return new Tried(settings, steps, validation(settings, results).orElse(Double.NaN));
    }

    /** The mean over the search's seeds; empty if trials are missing. */
    private OptionalDouble validation(Map<String, Object> settings, Results results) {
      double sum = 0;
      List<Trial> trials = trials(settings);
      for (Trial trial : trials) {
        Optional<TrialResult> result = results.find(trial);
        if (result.isEmpty()) {
          return OptionalDouble.empty();
        }
        OptionalDouble accuracy = result.get().value(Quantities.validationOfKept(trial.network()));
        // A training that diverged has none, and is the worst.
        sum += accuracy.orElse(0);
      }
      return OptionalDouble.of(sum / trials.size());
    }

    /** The candidates, best first, the earlier of equal ones first; empty if trials are missing. */
    Optional<List<Map<String, Object>>> ranked(Results results) {
      List<Double> accuracies = new ArrayList<>();
      for (Map<String, Object> settings : candidates) {
        OptionalDouble accuracy = validation(settings, results);
        if (accuracy.isEmpty()) {
          return Optional.empty();
        }
        accuracies.add(accuracy.getAsDouble());
      }
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < candidates.size(); i++) {
        order.add(i);
      }
      order.sort((a, b) -> Double.compare(accuracies.get(b), accuracies.get(a)));
      return Optional.of(order.stream().map(candidates::get).toList());
    }
  }
}
