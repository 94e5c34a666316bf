package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.widemargin.figure.Axis;
import org.widemargin.figure.Figure;
import org.widemargin.figure.LineFigure.Reference;
import org.widemargin.norm.Norm;
import org.widemargin.results.Spread;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Condition;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;

/** Draws a study's figures from its results. */
public final class StudyFigures {
  private static final double PERCENT = 100;
  private static final String SPREAD =
      " Points are means over seeds, bars reach from the worst seed to the best.";

  private static final String STARS = " Stars are numbers that the paper's text states.";

  private final Part part;
  private final StudyResults results;
  private final Curves curves;
  private final List<StudyFigure> figures;

  private StudyFigures(Part part, List<StudyFigure> figures) {
    this.part = part;
    this.results = part.results();
    this.curves = new Curves(results);
    this.figures = figures;
  }

  /**
   * Draws what there are results for.
   *
   * @param results of the study
   * @return the figures; empty if nothing is measured
   */
  public static List<StudyFigure> of(StudyResults results) {
    List<StudyFigure> figures = new ArrayList<>();
    for (Part dataset : Part.byDataset(results)) {
      for (Measurement measurement : results.study().measurements()) {
        if (measurement instanceof Measurement.Accuracy) {
          new StudyFigures(dataset, figures).ofAccuracy();
        } else {
          dataset.byCondition().forEach(p -> new StudyFigures(p, figures).ofCurves(measurement));
        }
      }
    }
    return List.copyOf(figures);
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

  private void ofCurves(Measurement measurement) {
    if (results.entries().isEmpty()) {
      return;
    }
    if (measurement instanceof Measurement.WhiteBox whiteBox) {
      ofWhiteBox(whiteBox);
    } else if (measurement instanceof Measurement.BlackBox blackBox) {
      ofBlackBox(blackBox);
    } else if (measurement instanceof Measurement.Attacker attacker) {
      ofAttacker(attacker);
    } else if (measurement instanceof Measurement.WorstCase worstCase) {
      ofWorstCase(worstCase);
    } else if (measurement instanceof Measurement.GaussianNoise noise) {
      ofNoise(noise);
    } else if (measurement instanceof Measurement.DistanceEvolution) {
      new DistanceFigures(results).draw().forEach(this::add);
    } else if (measurement instanceof Measurement.Plane plane) {
      new PlaneFigures(results, plane).draw().forEach(this::add);
    }
    // A cost is a table: four numbers make no curve.
  }

  private void ofAccuracy() {
    List<Condition> conditions = results.study().conditions();
    if (results.entries().isEmpty()) {
      return;
    }
    if (conditions.stream().anyMatch(condition -> condition.labelNoise() > 0)) {
      ofNoisyLabels(
          conditions.stream().filter(condition -> condition.trainFraction() == 1).toList());
    }
    if (conditions.stream().anyMatch(condition -> condition.trainFraction() < 1)) {
      ofLimitedData(conditions.stream().filter(condition -> condition.labelNoise() == 0).toList());
    }
  }

  private void ofNoisyLabels(List<Condition> conditions) {
    Axis x = Axis.linear("wrong training labels, %");
    List<Reference> references =
        part.isMnist()
            ? Stream.concat(PaperNumbers.clean(0).stream(), PaperNumbers.noisyLabels().stream())
                .toList()
            : List.of();
    String stars = references.isEmpty() ? "" : STARS;
    add(
        "figure-2",
        "Figure 2: test accuracy against the part of wrong labels, all-layer margins."
            + SPREAD
            + stars,
        curves.ofConditions(
            "Noisy labels: margins at all layers",
            x,
            conditions,
            condition -> PERCENT * condition.labelNoise(),
            StudyFigures::hasAllLayers,
            references));
    add(
        "figure-12",
        "Figure 12: the same for all methods." + SPREAD + stars,
        curves.ofConditions(
            "Noisy labels: all methods",
            x,
            conditions,
            condition -> PERCENT * condition.labelNoise(),
            method -> true,
            references));
  }

  private void ofLimitedData(List<Condition> conditions) {
    Axis x = Axis.logarithmic("training samples, % of all");
    List<Reference> references = limitedData(conditions);
    String stars =
        references.isEmpty()
            ? ""
            : STARS + " That of 3.7 points is drawn so far above our cross-entropy.";
    add(
        "figure-3",
        "Figure 3: test accuracy against the part of the training set, all-layer margins."
            + SPREAD
            + stars,
        curves.ofConditions(
            "Limited data: margins at all layers",
            x,
            conditions,
            condition -> PERCENT * condition.trainFraction(),
            StudyFigures::hasAllLayersOrHinge,
            references));
    add(
        "figure-13",
        "Figure 13: the same for all methods." + SPREAD + stars,
        curves.ofConditions(
            "Limited data: all methods",
            x,
            conditions,
            condition -> PERCENT * condition.trainFraction(),
            method -> true,
            references));
  }

  private List<Reference> limitedData(List<Condition> conditions) {
    if (!part.isMnist()) {
      return List.of();
    }
    List<Reference> references = new ArrayList<>(PaperNumbers.clean(PERCENT));
    Map<Long, Double> baseline =
        conditions.contains(AccuracyClaims.FEWEST)
            ? Curves.accuracies(results, Scores.CROSS_ENTROPY, AccuracyClaims.FEWEST)
            : Map.of();
    if (!baseline.isEmpty()) {
      references.add(PaperNumbers.fewSamples(PERCENT * Spread.of(baseline.values()).mean()));
    }
    return references;
  }

  private static Axis epsilon() {
    return Axis.linear("epsilon: how far a pixel may be moved");
  }

  private static Axis epsilon(Norm norm) {
    return norm.equals(Norm.LINF)
        ? epsilon()
        : Axis.linear("epsilon: how far an image may be moved, " + norm);
  }

  private void ofWhiteBox(Measurement.WhiteBox whiteBox) {
    Map<String, String> numbers = Map.of("fgsm", "figure-4", "ifgsm", "figure-5");
    for (String attack : whiteBox.attacks()) {
      String caption =
          attack.equals("margin-attack")
              ? "Beside Figure 5: as many steps of the same length along the gradient of the logit"
                  + " margin, which does not vanish where a network is sure of itself. Where it"
                  + " is lower than IFGSM, it is the one to believe."
              : attack.toUpperCase(java.util.Locale.ROOT) + " made on the network itself.";
      add(
          numbers.getOrDefault(attack, attack),
          caption + SPREAD,
          curves.ofCurves(
              "White box: " + attack,
              epsilon(),
              Curves.accuracyAxis(),
              whiteBox,
              attack,
              PERCENT,
              List.of()));
    }
  }

  private void ofBlackBox(Measurement.BlackBox blackBox) {
    boolean oneStep = blackBox.attack() == Measurement.Transferred.FGSM;
    add(
        oneStep ? "figure-6" : "figure-14",
        "Accuracy of each method on examples made on the network of "
            + blackBox.source()
            + " with the same seed; that method's own curve is its white-box one."
            + SPREAD
            + (oneStep && part.isMnist() ? STARS : ""),
        curves.ofCurves(
            "Black box: " + (oneStep ? "FGSM" : "IFGSM"),
            epsilon(),
            Curves.accuracyAxis(),
            blackBox,
            Quantities.TRANSFER,
            PERCENT,
            oneStep && part.isMnist() ? PaperNumbers.blackBoxFgsm() : List.of()));
  }

  private void ofAttacker(Measurement.Attacker attacker) {
    boolean oneStep = attacker.attack() == Measurement.Transferred.FGSM;
    add(
        oneStep ? "figure-15" : "figure-16",
        "Accuracy of "
            + attacker.target()
            + " on examples made on each method's network: the lower, the stronger the attacker."
            + SPREAD,
        curves.ofCurves(
            "Attackers of " + attacker.target() + ": " + (oneStep ? "FGSM" : "IFGSM"),
            epsilon(),
            Curves.accuracyAxis(),
            attacker,
            Quantities.TRANSFER,
            PERCENT,
            List.of()));
  }

  private void ofWorstCase(Measurement.WorstCase worstCase) {
    add(
        "robust",
        "Accuracy that stands every attack of "
            + String.join(", ", worstCase.attacks())
            + " ("
            + worstCase.norm()
            + ", worst case for each sample). Beyond the paper."
            + SPREAD,
        curves.ofCurves(
            "Robust accuracy: " + String.join(", ", worstCase.attacks()),
            epsilon(worstCase.norm()),
            Curves.accuracyAxis(),
            worstCase,
            Quantities.ROBUST,
            PERCENT,
            List.of()));
  }

  private void ofNoise(Measurement.GaussianNoise noise) {
    add(
        "figure-7",
        "Figure 7: accuracy with Gaussian noise on every pixel." + SPREAD,
        curves.ofCurves(
            "Gaussian noise",
            Axis.linear("standard deviation of the noise"),
            Curves.accuracyAxis(),
            noise,
            Quantities.NOISE,
            PERCENT,
            List.of()));
  }

  private void add(String figure, String caption, Figure drawn) {
    add(new StudyFigure(results.study().name() + "-" + figure, caption, drawn));
  }

  /** Files of one name would overwrite each other: later ones are numbered. */
  private void add(StudyFigure figure) {
    String wished = figure.name() + part.file();
    long taken =
        figures.stream().filter(other -> other.name().matches(wished + "(-number-\\d+)?")).count();
    String words = part.words().isEmpty() ? "" : " This is" + part.words().substring(1) + ".";
    figures.add(
        new StudyFigure(
            taken == 0 ? wished : wished + "-number-" + (taken + 1),
            figure.caption() + words,
            figure.figure()));
  }
}
