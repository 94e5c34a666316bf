package org.widemargin.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.widemargin.error.InputException;

/** Scales the features of whole sets, in double precision where they are kept so. */
public final class TableScaling {
  private TableScaling() {}

  /**
   * Takes the statistics of a training set. A constant feature keeps its scale: its deviation
   * counts as 1.
   *
   * @param train rows of features
   * @return their scaling
   * @throws InputException if the samples are images, or a feature is not finite
   */
  public static FeatureScaling fit(Dataset train) {
    int features = requireFeatures(train);
    double[] first = train.exact(0).clone();
    double[] means = first.clone();
    double[] squares = new double[features];
    boolean[] varies = new boolean[features];
    for (int i = 0; i < train.size(); i++) {
      double[] row = train.exact(i);
      requireFinite(train, i, row);
      for (int j = 0; j < features; j++) {
        // Seen from the first row, so that time stamps lose no digits and a constant is one.
        means[j] += row[j] / train.size() - first[j] / train.size();
        varies[j] |= row[j] != first[j];
      }
    }
    for (int i = 0; i < train.size(); i++) {
      double[] row = train.exact(i);
      for (int j = 0; j < features; j++) {
        squares[j] += (row[j] - means[j]) * (row[j] - means[j]) / train.size();
      }
    }
    return new FeatureScaling(toList(means), deviations(varies, squares));
  }

  private static void requireFinite(Dataset train, int sample, double[] row) {
    for (int j = 0; j < row.length; j++) {
      InputException.require(
          Double.isFinite(row[j]),
          "%s: expected finite features, found %s in sample %d, feature %d (both counted from 0)",
          train.name(),
          row[j],
          sample,
          j);
    }
  }

  private static List<Double> deviations(boolean[] varies, double[] variances) {
    List<Double> deviations = new ArrayList<>();
    for (int j = 0; j < variances.length; j++) {
      deviations.add(varies[j] ? Math.max(Math.sqrt(variances[j]), Double.MIN_NORMAL) : 1.0);
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
   * @param scaling by what
   * @param dataset rows of as many features as this scaling has
   * @return the scaled set, with the same labels and name
   * @throws InputException if the samples are images or have another number of features
   */
  public static Dataset scaled(FeatureScaling scaling, Dataset dataset) {
    int features = requireFeatures(dataset);
    float[] values = new float[Math.multiplyExact(features, dataset.size())];
    for (int i = 0; i < dataset.size(); i++) {
      System.arraycopy(scaling.apply(dataset.exact(i)), 0, values, i * features, features);
    }
    return dataset.scaled(values, scaling);
  }

  /**
   * Prepares a set as the network's training set was.
   *
   * @param table what the network's features are
   * @param dataset rows as the table has them
   * @return the rows as the network takes them
   * @throws InputException if it has other columns
   */
  public static Dataset prepared(TableDescription table, Dataset dataset) {
    List<String> found =
        Optional.ofNullable(dataset.description().table())
            .map(TableDescription::columns)
            .orElse(List.of());
    InputException.require(
        table.columns().isEmpty() || found.isEmpty() || found.equals(table.columns()),
        "%s: expected the columns %s, as the network takes them, found %s",
        dataset.name(),
        table.columns(),
        found);
    return table.scaling() == null ? dataset : scaled(table.scaling(), dataset);
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
