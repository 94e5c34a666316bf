package org.widemargin.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up named numbers, to average them. */
final class Sums {
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private long count;

  Sums() {}

  /** Goes on from stored sums. */
  Sums(Map<String, Double> sums, long count) {
    this.sums.putAll(sums);
    this.count = count;
  }

  void add(String name, double value) {
    sums.merge(name, value, Double::sum);
  }

  /** Counts what was added since: a sample or a step, or several. */
  void count(long more) {
    count += more;
  }

  long count() {
    return count;
  }

  Map<String, Double> sums() {
    return new LinkedHashMap<>(sums);
  }

  /** Every sum divided by the count; empty if nothing was added. */
  Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>(sums);
    means.replaceAll((name, sum) -> sum / count);
    return means;
  }
}
