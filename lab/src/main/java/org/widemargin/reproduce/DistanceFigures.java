package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import org.widemargin.figure.Axis;
import org.widemargin.figure.LineFigure;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.TrialResult;

/** Figures 17 to 19 of the paper: the mean distance to the boundary during training. */
final class DistanceFigures {
  private static final String SPLIT = "test";
  private static final int FIRST_FIGURE = 17;

  private final StudyResults results;
  private final String elsewhere;

  DistanceFigures(StudyResults results) {
    this.results = results;
    boolean same = PaperFigures.of(results.study()) == PaperFigures.CIFAR_10;
    this.elsewhere = same ? "" : " The paper shows CIFAR-10.";
  }

  List<StudyFigure> draw() {
    List<String> shown = shown(results);
    List<StudyFigure> figures = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      String layer = shown.get(i);
      figures.add(
          new StudyFigure(
              "figure-" + (FIRST_FIGURE + i),
              "The linearised distance to the boundary with the strongest competitor at layer "
                  + layer
                  + ", the mean over test images, while training goes on. Negative for what is"
                  + " misclassified. Bars reach from the least seed to the greatest."
                  + elsewhere,
              figure(layer)));
    }
    return figures;
  }

  private LineFigure figure(String layer) {
    return new Curves(results)
        .ofCurves(
            "Distance to the boundary at " + layer,
            Axis.linear("training step"),
            Axis.linear("mean distance at " + layer + ", in the layer's units"),
            new Measurement.DistanceEvolution(),
            Quantities.distance(SPLIT, layer),
            1,
            List.of());
  }

  /** The input, the layer in the middle and the logits; none where fewer were measured. */
  static List<String> shown(StudyResults results) {
    List<String> layers = layers(results);
    return layers.size() < 3
        ? List.of()
        : List.of(layers.get(0), layers.get(layers.size() / 2), layers.get(layers.size() - 1));
  }

  /** From the input to the logits, as a line lists them. */
  private static List<String> layers(StudyResults results) {
    String prefix = Quantities.distance(SPLIT, "");
    return results.entries().stream()
        .flatMap(entry -> entry.result().values().stream())
        .map(TrialResult.Value::quantity)
        .filter(quantity -> quantity.startsWith(prefix))
        .map(quantity -> quantity.substring(prefix.length()))
        .distinct()
        .toList();
  }
}
