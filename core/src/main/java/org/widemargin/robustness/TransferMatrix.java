package org.widemargin.robustness;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.widemargin.data.Dataset;
import org.widemargin.evaluate.Accuracy;
import org.widemargin.evaluate.Classifier;

/**
 * Black-box attacks: how each classifier does on the examples made on each (paper, figures 6 and 14
 * to 16).
 *
 * @param withstood by the source of the examples, then by the classifier they are tried on
 */
public record TransferMatrix(Map<String, Map<String, Accuracy>> withstood) {
  /** Copies the maps, keeping their order. */
  public TransferMatrix {
    Map<String, Map<String, Accuracy>> copy = new LinkedHashMap<>();
    withstood.forEach(
        (source, row) -> copy.put(source, Collections.unmodifiableMap(new LinkedHashMap<>(row))));
    withstood = Collections.unmodifiableMap(copy);
  }

  /**
   * Tries all examples on all classifiers.
   *
   * @param sources the examples by the name of the classifier they were made on; with {@link
   *     AdversarialExamples#ofAll} every row is over the same samples
   * @param targets the classifiers by name
   * @param dataset where the samples come from
   * @param batchSize how many examples at once
   * @return which samples withstood, counted as {@link AdversarialExamples#withstood} does
   * @throws org.widemargin.error.InputException if a source has no examples
   */
  public static TransferMatrix of(
      Map<String, AdversarialExamples> sources,
      Map<String, Classifier> targets,
      Dataset dataset,
      int batchSize) {
    Map<String, Map<String, Accuracy>> withstood = new LinkedHashMap<>();
    sources.forEach(
        (source, examples) -> {
          Map<String, Accuracy> row = new LinkedHashMap<>();
          targets.forEach(
              (target, classifier) ->
                  row.put(target, examples.withstood(classifier, dataset, batchSize)));
          withstood.put(source, row);
        });
    return new TransferMatrix(withstood);
  }

  /**
   * The robust accuracies.
   *
   * @return by source, then by target; from 0 to 1
   */
  public Map<String, Map<String, Double>> fractions() {
    Map<String, Map<String, Double>> fractions = new LinkedHashMap<>();
    withstood.forEach(
        (source, row) -> {
          Map<String, Double> shares = new LinkedHashMap<>();
          row.forEach((target, accuracy) -> shares.put(target, accuracy.fraction()));
          fractions.put(source, shares);
        });
    return fractions;
  }
}
