package org.widemargin.data;

import java.util.Arrays;
import java.util.List;
import org.widemargin.error.InputException;

/**
 * Standardises features: each has mean 0 and standard deviation 1 over the samples it was fitted
 * on. Stored with a model, so that new samples are scaled as the training samples were.
 *
 * @param means the mean of each feature
 * @param deviations the (population) standard deviation of each feature, above 0
 */
public record FeatureScaling(List<Double> means, List<Double> deviations) {
  /** Checks that both lists are of one length, finite, and the deviations positive. */
  public FeatureScaling {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    InputException.require(
        !means.isEmpty() && means.size() == deviations.size(),
        "expected as many standard deviations as means, at least one, found %d and %d",
        deviations.size(),
        means.size());
    InputException.require(
        means.stream().allMatch(Double::isFinite)
            && deviations.stream().allMatch(value -> Double.isFinite(value) && value > 0),
        "expected finite means and finite positive standard deviations, found %s and %s",
        means,
        deviations);
  }

  /**
   * Scales one sample, in double precision.
   *
   * @param row its features
   * @return the scaled features, a fresh array
   * @throws InputException if it has another number of features
   */
  public float[] apply(double[] row) {
    InputException.require(
        row.length == means.size(),
        "expected samples of %d features, as the scaling was fitted on, found %d",
        means.size(),
        row.length);
    float[] scaled = new float[row.length];
    for (int j = 0; j < row.length; j++) {
      scaled[j] = (float) ((row[j] - means.get(j)) / deviations.get(j));
    }
    return scaled;
  }

  /**
   * Scales one sample.
   *
   * @param row its features
   * @return the scaled features, a fresh array
   * @throws InputException if it has another number of features
   */
  public float[] apply(float[] row) {
    double[] exact = new double[row.length];
    Arrays.setAll(exact, j -> row[j]);
    return apply(exact);
  }
}
