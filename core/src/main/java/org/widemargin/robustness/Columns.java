package org.widemargin.robustness;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The columns of a table: figures by epsilon. */
final class Columns {
  private Columns() {}

  /** A copy in ascending order, not to be changed. */
  static Map<Double, Double> sorted(Map<Double, Double> column) {
    return Collections.unmodifiableMap(new TreeMap<>(column));
  }

  /** Copies of several, in the order that they have. */
  static Map<String, Map<Double, Double>> of(Map<String, Map<Double, Double>> columns) {
    Map<String, Map<Double, Double>> copy = new LinkedHashMap<>();
    columns.forEach((name, column) -> copy.put(name, sorted(column)));
    return Collections.unmodifiableMap(copy);
  }
}
