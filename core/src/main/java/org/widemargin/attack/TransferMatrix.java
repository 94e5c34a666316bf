package org.widemargin.attack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.evaluate.Classifier;

/**
 * Black-box attacks: how each classifier does on the examples made on each (paper, figures 6 and 14
 * to 16).
 *
 * @param accuracies by the source of the examples, then by the classifier they are tried on; from 0
 *     to 1
 */
public record TransferMatrix(Map<String, Map<String, Double>> accuracies) {
  /** Copies the maps, keeping their order. */
  public TransferMatrix {
    Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
    accuracies.forEach(
        (source, row) -> copy.put(source, Collections.unmodifiableMap(new LinkedHashMap<>(row))));
    accuracies = Collections.unmodifiableMap(copy);
  }

  /**
   * Tries all examples on all classifiers.
   *
   * @param sources the examples by the name of the classifier they were made on; with {@link
   *     AdversarialExamples#ofAll} every row is over the same samples
   * @param targets the classifiers by name
   * @param batchSize how many examples at once
   * @return the accuracies
   * @throws org.widemargin.InputException if a source has no examples
   */
  public static TransferMatrix of(
      Map<String, AdversarialExamples> sources, Map<String, Classifier> targets, int batchSize) {
    Map<String, Map<String, Double>> accuracies = new LinkedHashMap<>();
    sources.forEach(
        (source, examples) -> {
          Map<String, Double> row = new LinkedHashMap<>();
          targets.forEach(
              (target, classifier) ->
                  row.put(target, examples.accuracy(classifier, batchSize).fraction()));
          accuracies.put(source, row);
        });
    return new TransferMatrix(accuracies);
  }
}
