package org.widemargin.serve;

import java.util.ArrayList;
import java.util.List;

/**
 * What a network says of samples.
 *
 * @param logits of each sample, in the order of the classes
 * @param probabilities their softmax
 * @param classes the number of each sample's most probable class, the first of equals
 */
record Scores(List<float[]> logits, List<float[]> probabilities, List<Integer> classes) {
  Scores {
    logits = List.copyOf(logits);
    probabilities = List.copyOf(probabilities);
    classes = List.copyOf(classes);
  }

  /** Those of one batch after those of another. */
  static Scores joined(List<Scores> parts) {
    List<float[]> logits = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    for (Scores part : parts) {
      logits.addAll(part.logits());
      probabilities.addAll(part.probabilities());
      classes.addAll(part.classes());
    }
    return new Scores(logits, probabilities, classes);
  }
}
