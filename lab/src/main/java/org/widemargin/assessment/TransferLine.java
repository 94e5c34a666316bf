package org.widemargin.assessment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How every network does on the examples made on every network by one attack at one radius.
 *
 * @param attack its name
 * @param epsilon the radius
 * @param accuracy by the network that the examples were made on, then by the one that they are
 *     tried on; from 0 to 1
 */
public record TransferLine(
    String attack, double epsilon, Map<String, Map<String, Double>> accuracy) {
  /** Copies the maps, keeping their order. */
  public TransferLine {
    Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
    accuracy.forEach(
        (source, row) -> copy.put(source, Collections.unmodifiableMap(new LinkedHashMap<>(row))));
    accuracy = Collections.unmodifiableMap(copy);
  }

  /**
   * One accuracy.
   *
   * @param source what the examples were made on
   * @param target what they are tried on
   * @return from 0 to 1; NaN if there is none
   */
  public double at(String source, String target) {
    return accuracy.getOrDefault(source, Map.of()).getOrDefault(target, Double.NaN);
  }
}
