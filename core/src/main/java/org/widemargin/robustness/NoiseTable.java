package org.widemargin.robustness;

import java.util.Map;

/**
 * Accuracies, from 0 to 1, without an enemy. They cost a forward pass each, so that they can be
 * measured on more samples than attacks.
 *
 * @param samples how many samples were evaluated
 * @param clean without any change
 * @param noise with Gaussian noise, by its standard deviation in ascending order; samples
 *     misclassified clean count as wrong
 */
public record NoiseTable(int samples, double clean, Map<Double, Double> noise) {
  /** Copies and sorts the map. */
  public NoiseTable {
    noise = Columns.sorted(noise);
  }
}
