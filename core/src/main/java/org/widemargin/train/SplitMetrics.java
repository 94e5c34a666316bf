package org.widemargin.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on one part of the data, by the network that is kept. Of the training part,
 * accuracy and losses are means over the batches since the last evaluation, by the network as it
 * was then, which with averaged weights is another one.
 *
 * @param step after how many updates
 * @param split {@code train}, {@code validation} or {@code test}
 * @param accuracy the part classified rightly, from 0 to 1
 * @param top5Accuracy the part whose class is among the five first, from 0 to 1; null of ten
 *     classes or fewer
 * @param losses by name: the mean {@code loss} and its parts
 * @param distance for each layer, the mean over samples of the linearised distance to the nearest
 *     boundary, negative where misclassified
 * @param training of the training part only: {@code learning-rate}, {@code gradient-norm}; else
 *     empty
 */
public record SplitMetrics(
    long step,
    String split,
    double accuracy,
    @Nullable Double top5Accuracy,
    Map<String, Double> losses,
    Map<String, Double> distance,
    Map<String, Double> training) {
  /** The split that is learnt from. */
  public static final String TRAIN = "train";

  /** The split that is chosen by. */
  public static final String VALIDATION = "validation";

  /** The split that is judged by. */
  public static final String TEST = "test";

  /** Copies the maps. */
  public SplitMetrics {
    losses = copy(losses);
    distance = copy(distance);
    training = copy(training);
  }

  /**
   * Copies a map.
   *
   * @param values by name
   * @return an unmodifiable copy in the same order
   */
  public static Map<String, Double> copy(Map<String, Double> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
