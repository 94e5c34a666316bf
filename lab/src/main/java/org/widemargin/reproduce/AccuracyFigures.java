package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.widemargin.figure.Axis;
import org.widemargin.figure.Figure;
import org.widemargin.figure.LineFigure;
import org.widemargin.figure.LineFigure.Reference;
import org.widemargin.figure.SideBySideFigure;
import org.widemargin.results.Spread;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Condition;

/**
 * Draws accuracy over the conditions of the training data: figures 2, 3, 8, 9, 12 and 13 of the
 * paper, and the differences to cross-entropy. Where labels are wrong, the best step and the last
 * one stand beside each other.
 */
final class AccuracyFigures {
  private static final double PERCENT = 100;

  private final Part part;
  private final StudyResults results;
  private final Curves curves;

  AccuracyFigures(Part part) {
    this.part = part;
    this.results = part.results();
    this.curves = new Curves(results);
  }

  List<StudyFigure> draw() {
    List<Condition> all = results.study().conditions();
    List<StudyFigure> figures = new ArrayList<>();
    if (all.stream().anyMatch(condition -> condition.labelNoise() > 0)) {
      figures.addAll(
          noisyLabels(all.stream().filter(condition -> condition.trainFraction() == 1).toList()));
    }
    if (all.stream().anyMatch(condition -> condition.trainFraction() < 1)) {
      figures.addAll(
          limitedData(all.stream().filter(condition -> condition.labelNoise() == 0).toList()));
    }
    new LeadFigures(results).leads().ifPresent(figures::add);
    return figures;
  }

  /** The methods of the paper's Figure 2, and ours. */
  private static boolean hasAllLayers(String method) {
    return method.equals("cross-entropy")
        || method.endsWith("-all")
        || method.startsWith("boundary");
  }

  /** The methods of the paper's Figure 3, and ours. */
  private static boolean hasAllLayersOrHinge(String method) {
    return hasAllLayers(method) || method.equals("hinge");
  }

  private List<StudyFigure> noisyLabels(List<Condition> conditions) {
    if (conditions.isEmpty()) {
      return List.of();
    }
    if (conditions.size() == 1) {
      return List.of(new LeadFigures(results).accuracies(conditions.get(0)));
    }
    List<Reference> stated =
        part.isMnist()
            ? Stream.concat(PaperNumbers.clean(0).stream(), PaperNumbers.noisyLabels().stream())
                .toList()
            : List.of();
    String words =
        " At the best validation step, and at the last one."
            + Curves.SPREAD
            + (stated.isEmpty() ? "" : Curves.STARS);
    Figure all = ofNoise("All methods", conditions, method -> true, stated);
    if (part.figures() == PaperFigures.CIFAR_10) {
      return List.of(
          new StudyFigure(
              "figure-8",
              "Figure 8: test accuracy against the part of wrong labels." + words,
              all));
    } else if (part.figures() == PaperFigures.OTHER) {
      return List.of(
          new StudyFigure(
              "noisy-labels", "Test accuracy against the part of wrong labels." + words, all));
    }
    return List.of(
        new StudyFigure(
            "figure-2",
            "Figure 2: test accuracy against the part of wrong labels, all-layer margins." + words,
            ofNoise("Margins at all layers", conditions, AccuracyFigures::hasAllLayers, stated)),
        new StudyFigure("figure-12", "Figure 12: the same for all methods." + words, all));
  }

  private Figure ofNoise(
      String title, List<Condition> conditions, Predicate<String> methods, List<Reference> stated) {
    return new SideBySideFigure(
        "Noisy labels: " + title,
        Stream.of(Way.Step.BEST, Way.Step.LAST)
            .map(
                step ->
                    (Figure)
                        curves.ofConditions(
                            title + ", " + step.words(),
                            Axis.linear("wrong training labels, %"),
                            conditions,
                            condition -> PERCENT * condition.labelNoise(),
                            methods,
                            step,
                            stated))
            .toList());
  }

  private List<StudyFigure> limitedData(List<Condition> conditions) {
    List<Reference> stated = stated(conditions);
    String stars =
        stated.isEmpty()
            ? ""
            : Curves.STARS + " That of 3.7 points is drawn so far above our cross-entropy.";
    Figure all = ofFractions("all methods", conditions, method -> true, stated);
    if (part.figures() == PaperFigures.CIFAR_10) {
      return List.of(
          new StudyFigure(
              "figure-9",
              "Figure 9: test accuracy against the part of the training set." + Curves.SPREAD,
              all));
    } else if (part.figures() == PaperFigures.OTHER) {
      return List.of(
          new StudyFigure(
              "limited-data",
              "Test accuracy against the part of the training set." + Curves.SPREAD,
              all));
    }
    return List.of(
        new StudyFigure(
            "figure-3",
            "Figure 3: test accuracy against the part of the training set, all-layer margins."
                + Curves.SPREAD
                + stars,
            ofFractions(
                "margins at all layers", conditions, AccuracyFigures::hasAllLayersOrHinge, stated)),
        new StudyFigure(
            "figure-13", "Figure 13: the same for all methods." + Curves.SPREAD + stars, all));
  }

  private LineFigure ofFractions(
      String title, List<Condition> conditions, Predicate<String> methods, List<Reference> stated) {
    ToDoubleFunction<Condition> place = condition -> PERCENT * condition.trainFraction();
    return curves.ofConditions(
        "Limited data: " + title,
        Axis.logarithmic("training samples, % of all"),
        conditions,
        place,
        methods,
        Way.Step.KEPT,
        stated);
  }

  private List<Reference> stated(List<Condition> conditions) {
    if (!part.isMnist()) {
      return List.of();
    }
    List<Reference> references = new ArrayList<>(PaperNumbers.clean(PERCENT));
    Map<Long, Double> baseline =
        conditions.stream()
            .filter(LimitedDataClaims.FEWEST::hasDataOf)
            .findFirst()
            .map(fewest -> Curves.accuracies(results, Scores.CROSS_ENTROPY, fewest, Way.Step.KEPT))
            .orElse(Map.of());
    if (!baseline.isEmpty()) {
      references.add(PaperNumbers.fewSamples(PERCENT * Spread.of(baseline.values()).mean()));
    }
    return references;
  }
}
