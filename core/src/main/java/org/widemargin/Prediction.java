package org.widemargin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a classifier says of one sample.
 *
 * @param className the class with the highest probability, the first of equals
 * @param competitor the class with the next highest probability
 * @param probabilities of every class by its name, in the order of the classes; they add up to 1
 * @param distances for each layer by its name, {@code input} first: how far the sample is from the
 *     boundary between the two classes, in the classifier's {@linkplain Classifier#norm norm}. At
 *     the input in pixels of [0,1], or for tables in standard deviations of the columns. They are
 *     linearised, then linearised again at the boundary: good estimates, no guarantee. The samples
 *     that are asked for together change the rounding, and with it the last digits, or somewhat
 *     more (0.4 % was seen) where the search passes a kink of the network
 */
public record Prediction(
    String className,
    String competitor,
    Map<String, Double> probabilities,
    Map<String, Double> distances) {
  /** Copies the maps in their order. */
  public Prediction {
    probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    distances = Collections.unmodifiableMap(new LinkedHashMap<>(distances));
  }

  /**
   * How probable the classifier finds its answer.
   *
   * @return from 0 to 1
   */
  public double probability() {
    return Objects.requireNonNull(probabilities.get(className));
  }
}
