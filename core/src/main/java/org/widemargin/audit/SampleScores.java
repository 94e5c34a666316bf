package org.widemargin.audit;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a network says of samples: the class that it sees in each, and scores of how well the
 * sample's label fits. Immutable.
 *
 * <p>The {@linkplain #LOSS loss} is high where a label looks wrong; all other scores are signed
 * margins, negative where another class leads.
 */
public final class SampleScores {
  /** The logit of the label less the highest other one. */
  public static final String GAP = "gap";

  /** The cross-entropy of the label. */
  public static final String LOSS = "loss";

  /** The gap in the mean over training (Pleiss et al. 2020). */
  public static final String AREA = "area";

  private final int[] predicted;
  private final Map<String, double[]> columns;

  /**
   * Copies the scores.
   *
   * @param predicted the class seen in each sample
   * @param columns the scores by name, one for each sample
   * @throws IllegalArgumentException if the numbers of samples differ
   */
  public SampleScores(int[] predicted, Map<String, double[]> columns) {
    this.predicted = predicted.clone();
    Map<String, double[]> copies = new LinkedHashMap<>();
    columns.forEach(
        (name, values) -> {
          if (values.length != predicted.length) {
            throw new IllegalArgumentException(
                "score '%s': expected %s values, found %s"
                    .formatted(name, predicted.length, values.length));
          }
          copies.put(name, values.clone());
        });
    this.columns = Collections.unmodifiableMap(copies);
  }

  /**
   * The name of the distance at a layer, linearised at the sample (paper, equation 7).
   *
   * @param layer where
   * @return the score's name
   */
  public static String linear(String layer) {
    return "distance-" + layer;
  }

  /**
   * The name of the distance at a layer, linearised again at the boundary.
   *
   * @param layer where
   * @return the score's name
   */
  public static String refined(String layer) {
    return "refined-" + layer;
  }

  /** {@return how many samples there are} */
  public int samples() {
    return predicted.length;
  }

  /** {@return the scores' names, in their order} */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /**
   * The class that the network sees.
   *
   * @param sample from 0
   * @return the class with the highest logit, the first of equals
   */
  public int predicted(int sample) {
    return predicted[sample];
  }

  /**
   * A score.
   *
   * @param name one of {@link #names()}
   * @param sample from 0
   * @return its value; NaN where there is none
   */
  public double value(String name, int sample) {
    return column(name)[sample];
  }

  /**
   * How wrong a label looks by a score: the loss as it is, any other score with its sign changed.
   *
   * @param name one of {@link #names()}
   * @param sample from 0
   * @return the higher, the more suspicious; NaN where there is no score
   */
  public double suspicion(String name, int sample) {
    return suspicion(name, value(name, sample));
  }

  /** How wrong a label looks by a score's value. */
  static double suspicion(String name, double value) {
    return name.equals(LOSS) ? value : -value;
  }

  /**
   * The same with one more score.
   *
   * @param name its name
   * @param values one for each sample
   * @return new scores
   */
  public SampleScores with(String name, double[] values) {
    Map<String, double[]> more = new LinkedHashMap<>(columns);
    more.put(name, values);
    return new SampleScores(predicted, more);
  }

  /**
   * Puts the scores of parts together.
   *
   * @param places for each part the places of its samples in the whole; together each place once
   * @param parts their scores, all of the same names
   * @return the scores of the whole
   */
  static SampleScores gathered(List<int[]> places, List<SampleScores> parts) {
    int size = places.stream().mapToInt(part -> part.length).sum();
    int[] predicted = new int[size];
    Map<String, double[]> columns = new LinkedHashMap<>();
    parts.get(0).names().forEach(name -> columns.put(name, new double[size]));
    for (int part = 0; part < parts.size(); part++) {
      SampleScores scores = parts.get(part);
      int[] own = places.get(part);
      for (int i = 0; i < own.length; i++) {
        predicted[own[i]] = scores.predicted[i];
        for (Map.Entry<String, double[]> column : columns.entrySet()) {
          column.getValue()[own[i]] = scores.value(column.getKey(), i);
        }
      }
    }
    return new SampleScores(predicted, columns);
  }

  /** One sample's scores by name. */
  Map<String, Double> of(int sample) {
    Map<String, Double> scores = new LinkedHashMap<>();
    columns.forEach((name, values) -> scores.put(name, values[sample]));
    return scores;
  }

  /**
   * The samples by a score, the most suspicious first; those without a score at the end, equals in
   * their order.
   *
   * @param name one of {@link #names()}
   * @return every sample's number
   */
  public List<Integer> ranked(String name) {
    return IntStream.range(0, samples())
        .boxed()
        .sorted((a, b) -> Double.compare(order(name, b), order(name, a)))
        .toList();
  }

  private double order(String name, int sample) {
    double suspicion = suspicion(name, sample);
    return Double.isNaN(suspicion) ? Double.NEGATIVE_INFINITY : suspicion;
  }

  private double[] column(String name) {
    return Objects.requireNonNull(columns.get(name), name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampleScores that
        && Arrays.equals(predicted, that.predicted)
        && names().equals(that.names())
        && names().stream().allMatch(name -> Arrays.equals(column(name), that.column(name)));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(predicted) + names().hashCode();
  }

  @Override
  public String toString() {
    return samples() + " samples by " + names();
  }
}
