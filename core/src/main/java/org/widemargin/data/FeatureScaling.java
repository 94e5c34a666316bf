package org.widemargin.data;

import java.util.ArrayList;
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
   * Takes the statistics of a training set. A constant feature keeps its scale: its deviation
   * counts as 1.
   *
   * @param train rows of features
   * @return their scaling
   * @throws InputException if the samples are images
   */
  public static FeatureScaling fit(Dataset train) {
    int features = requireFeatures(train);
    double[] means = new double[features];
    double[] squares = new double[features];
    double[] row = new double[features];
    for (int i = 0; i < train.size(); i++) {
      train.copyExactly(i, row, 0);
      for (int j = 0; j < features; j++) {
        means[j] += row[j] / train.size();
      }
    }
    for (int i = 0; i < train.size(); i++) {
      train.copyExactly(i, row, 0);
      for (int j = 0; j < features; j++) {
        squares[j] += (row[j] - means[j]) * (row[j] - means[j]) / train.size();
      }
    }
    return new FeatureScaling(toList(means), deviations(means, squares));
  }

  private static List<Double> deviations(double[] means, double[] variances) {
    List<Double> deviations = new ArrayList<>();
    for (int j = 0; j < means.length; j++) {
      double deviation = Math.sqrt(variances[j]);
      // What rounding leaves of a constant is no deviation.
      boolean constant = deviation <= 1e-12 * Math.abs(means[j]);
      deviations.add(constant ? 1.0 : deviation);
    }
    return deviations;
  }

  private static List<Double> toList(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  /**
   * Scales every sample of a set.
   *
   * @param dataset rows of as many features as this scaling has
   * @return the scaled set, with the same labels and name
   * @throws InputException if the samples are images or have another number of features
   */
  public Dataset apply(Dataset dataset) {
    int features = requireFeatures(dataset);
    float[] values = new float[Math.multiplyExact(features, dataset.size())];
    double[] row = new double[features];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyExactly(i, row, 0);
      scale(row, values, i * features);
    }
    return Dataset.table(dataset.name(), features, values, dataset.labels(), dataset.classNames());
  }

  /**
   * Scales one sample.
   *
   * @param row its features
   * @return the scaled features, a fresh array
   * @throws InputException if it has another number of features
   */
  public float[] apply(float[] row) {
    double[] numbers = new double[row.length];
    for (int j = 0; j < row.length; j++) {
      numbers[j] = row[j];
    }
    return apply(numbers);
  }

  /**
   * Scales one sample that is given with more digits than float32 has.
   *
   * @param row its features
   * @return the scaled features, a fresh array
   * @throws InputException if it has another number of features
   */
  public float[] apply(double[] row) {
    float[] scaled = new float[row.length];
    scale(row, scaled, 0);
    return scaled;
  }

  private void scale(double[] row, float[] target, int start) {
    int features = row.length;
    InputException.require(
        features == means.size(),
        "expected samples of %d features, as the scaling was fitted on, found %d",
        means.size(),
        features);
    for (int j = 0; j < features; j++) {
      target[start + j] = (float) ((row[j] - means.get(j)) / deviations.get(j));
    }
  }

  private static int requireFeatures(Dataset dataset) {
    InputException.require(
        dataset.sampleShape() instanceof SampleShape.Features,
        "%s: expected rows of features to scale, found images of shape %s",
        dataset.name(),
        dataset.sampleShape());
    return dataset.sampleShape().elements();
  }
}
