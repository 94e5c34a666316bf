package org.widemargin.reproduce;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.widemargin.figure.ForestFigure;
import org.widemargin.figure.ForestFigure.Estimate;
import org.widemargin.figure.MethodStyles;
import org.widemargin.figure.SeriesStyle;
import org.widemargin.results.Interval;
import org.widemargin.results.Paired;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Condition;

/**
 * Draws differences to cross-entropy, paired by seed, and accuracies, with their 95 % intervals.
 */
final class LeadFigures {
  private static final String INTERVALS =
      " Filled at the best validation step, hollow at the last; whiskers are 95 % intervals over"
          + " seeds, by Student's t. Each panel has a scale of its own; an arrow with a number stands"
          + " for what lies far outside.";

  private final StudyResults results;
  private final Scores scores;
  private final Map<String, SeriesStyle> styles;

  LeadFigures(StudyResults results) {
    this.results = results;
    this.scores = new Scores(results);
    this.styles = MethodStyles.of(results.study().methods().keySet());
  }

  /** The lead of each other method over cross-entropy, a panel for each condition. */
  Optional<StudyFigure> leads() {
    List<String> methods =
        scores.methods().stream().filter(method -> !method.equals(Scores.CROSS_ENTROPY)).toList();
    if (methods.size() == scores.methods().size() || methods.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StudyFigure(
            "leads",
            "Differences to cross-entropy of the same seed, which has the same data." + INTERVALS,
            forest(
                "Lead over cross-entropy",
                "points of test accuracy",
                methods,
                scores.conditions(),
                (step, place) -> step.lead(place.method(), place.condition()),
                0)));
  }

  /** The accuracy of each method under one condition, which makes no curve. */
  StudyFigure accuracies(Condition condition) {
    return new StudyFigure(
        "accuracy",
        "Test accuracy of each method." + INTERVALS,
        forest(
            results.study().name(),
            "accuracy on test images, %",
            List.copyOf(scores.methods()),
            List.of(condition),
            (step, place) -> step.accuracy(place.method(), place.condition()),
            Double.NaN));
  }

  private record Place(String method, Condition condition) {}

  private ForestFigure forest(
      String title,
      String label,
      List<String> methods,
      List<Condition> conditions,
      BiFunction<Scores, Place, Paired> values,
      double line) {
    return new ForestFigure(
        title,
        label,
        List.of(Way.Step.BEST.words(), Way.Step.LAST.words()),
        methods.stream()
            .map(
                method ->
                    new ForestFigure.Row(
                        method, Objects.requireNonNull(styles.get(method), method)))
            .toList(),
        conditions.stream().map(condition -> panel(methods, condition, values)).toList(),
        line);
  }

  private ForestFigure.Panel panel(
      List<String> methods, Condition condition, BiFunction<Scores, Place, Paired> values) {
    return new ForestFigure.Panel(
        Scores.condition(condition),
        methods.stream().map(method -> estimates(new Place(method, condition), values)).toList());
  }

  /** At the best step and at the last one. */
  private List<Estimate> estimates(Place place, BiFunction<Scores, Place, Paired> values) {
    return Stream.of(scores.atBest(), scores.atLast())
        .map(step -> estimate(values.apply(step, place).interval()))
        .toList();
  }

  private static Estimate estimate(Interval interval) {
    if (!interval.isMeasured()) {
      return Estimate.NONE;
    }
    return interval.hasEnds()
        ? new Estimate(interval.mean(), interval.low(), interval.high())
        : new Estimate(interval.mean(), interval.mean(), interval.mean());
  }
}
