package org.widemargin.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.widemargin.figure.Axis;
import org.widemargin.figure.LineFigure;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Measurement;
import org.widemargin.study.Quantities;
import org.widemargin.study.TrialResult;

/** Figures 17 to 19 of the paper: the mean distance to the boundary during training. */
final class DistanceFigures {
  private static final String SPLIT = "test";

  private final StudyResults results;

  DistanceFigures(StudyResults results) {
    this.results = results;
  }

  List<StudyFigure> draw() {
    List<String> layers = layers();
    List<StudyFigure> figures = new ArrayList<>();
    if (layers.size() < 3) {
      return figures;
    }
    String hidden = layers.get(layers.size() / 2);
    Map<String, String> numbers =
        Map.of(layers.get(0), "figure-17", hidden, "figure-18", last(layers), "figure-19");
    for (String layer : List.of(layers.get(0), hidden, last(layers))) {
      figures.add(
          new StudyFigure(
              Objects.requireNonNull(numbers.get(layer)),
              "The linearised distance to the boundary with the strongest competitor at layer "
                  + layer
                  + ", the mean over test images, while training goes on. Negative for what is"
                  + " misclassified. Bars reach from the least seed to the greatest. The"
                  + " paper shows CIFAR-10.",
              figure(layer)));
    }
    return figures;
  }

  private static String last(List<String> layers) {
    return layers.get(layers.size() - 1);
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

  /** From the input to the logits, as a line lists them. */
  private List<String> layers() {
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
