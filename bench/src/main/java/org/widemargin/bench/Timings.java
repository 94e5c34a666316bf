package org.widemargin.bench;

import static org.widemargin.InputException.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The times of several variants that ran by turns, so that whatever else the machine did hit all of
 * them alike. Immutable.
 */
public final class Timings {
  /** Fewer say nothing about a median. */
  private static final int FEWEST_ROUNDS = 3;

  private final Map<String, double[]> milliseconds;

  private Timings(Map<String, double[]> milliseconds) {
    this.milliseconds = milliseconds;
  }

  /**
   * Runs all variants by turns until the time is up, at least three times. What they should do
   * before they are timed is the caller's.
   *
   * @param variants each with a name of its own
   * @param seconds how long, at least 0
   * @param nanoseconds a clock
   * @return their times
   */
  public static Timings interleaved(
      List<Variant> variants, double seconds, LongSupplier nanoseconds) {
    require(seconds >= 0, "expected seconds of at least 0, found %s", seconds);
    Map<String, List<Double>> times = new LinkedHashMap<>();
    long start = nanoseconds.getAsLong();
    for (int round = 0; round < FEWEST_ROUNDS || elapsed(start, nanoseconds) < seconds; round++) {
      for (Variant variant : variants) {
        long before = nanoseconds.getAsLong();
        variant.run().run();
        double time = (nanoseconds.getAsLong() - before) / 1e6;
        Objects.requireNonNull(times.computeIfAbsent(variant.name(), key -> new ArrayList<>()))
            .add(time);
      }
    }
    Map<String, double[]> sorted = new LinkedHashMap<>();
    times.forEach(
        (name, list) ->
            sorted.put(name, list.stream().mapToDouble(Double::doubleValue).sorted().toArray()));
    return new Timings(sorted);
  }

  /**
   * The medians, in the order in which the variants ran.
   *
   * @return milliseconds by name
   */
  public Map<String, Double> medians() {
    Map<String, Double> medians = new LinkedHashMap<>();
    milliseconds.keySet().forEach(name -> medians.put(name, median(name)));
    return Collections.unmodifiableMap(medians);
  }

  /**
   * A variant's median time.
   *
   * @param name its name
   * @return milliseconds
   */
  public double median(String name) {
    double[] times = Objects.requireNonNull(milliseconds.get(name), name);
    int middle = times.length / 2;
    return times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
  }

  /**
   * How often each variant was timed.
   *
   * @return the number of rounds
   */
  public int rounds() {
    return milliseconds.values().iterator().next().length;
  }

  private static double elapsed(long start, LongSupplier nanoseconds) {
    return (nanoseconds.getAsLong() - start) / 1e9;
  }
}
