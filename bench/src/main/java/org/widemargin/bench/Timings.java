package org.widemargin.bench;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.widemargin.sweep.Median;
import org.widemargin.torch.RandomStream;

/**
 * The times of several variants that ran by turns, so that whatever else the machine did hit all of
 * them alike. Immutable.
 */
public final class Timings {
  /** Fewer say nothing about a median. */
  private static final int FEWEST_ROUNDS = 3;

  /** Short variants are timed several times in a turn, about so long. */
  private static final double TURN_MILLISECONDS = 120;

  private static final int MOST_REPEATS = 3;

  private static final long SEED = 1;

  private final Map<String, List<Double>> milliseconds;

  private final int rounds;

  private Timings(Map<String, List<Double>> milliseconds, int rounds) {
    this.milliseconds = milliseconds;
    this.rounds = rounds;
  }

  /**
   * Runs all variants by turns until the time is up, at least three times. Each round has an order
   * drawn anew, so that none always follows the same. In its turn a variant is run once without
   * counting, since it finds the caches full of another's tensors, and in a training a step follows
   * its like; then it is timed, a short one several times. What variants should do before that is
   * the caller's.
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
    variants.forEach(variant -> times.put(variant.name(), new ArrayList<>()));
    long start = nanoseconds.getAsLong();
    int round = 0;
    while (round < FEWEST_ROUNDS || elapsed(start, nanoseconds) < seconds) {
      for (int index : order(variants.size(), round)) {
        Variant variant = variants.get(index);
        Objects.requireNonNull(times.get(variant.name())).addAll(turn(variant, nanoseconds));
      }
      round++;
    }
    return new Timings(times, round);
  }

  /** The same in every benchmark of as many variants. */
  static int[] order(int variants, int round) {
    int[] order = IntStream.range(0, variants).toArray();
    RandomStream.shuffle(order, RandomStream.of(SEED, "rounds", round));
    return order;
  }

  private static List<Double> turn(Variant variant, LongSupplier nanoseconds) {
    double first = time(variant, nanoseconds);
    variant.forgetLast().run();
    int repeats = (int) Math.min(MOST_REPEATS, TURN_MILLISECONDS / Math.max(first, 1e-3));
    List<Double> times = new ArrayList<>();
    times.add(time(variant, nanoseconds));
    for (int i = 1; i < repeats; i++) {
      times.add(time(variant, nanoseconds));
    }
    return times;
  }

  private static double time(Variant variant, LongSupplier nanoseconds) {
    long before = nanoseconds.getAsLong();
    variant.run().run();
    return (nanoseconds.getAsLong() - before) / 1e6;
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
    return Median.of(Objects.requireNonNull(milliseconds.get(name), name));
  }

  /**
   * How often each variant had its turn.
   *
   * @return the number of rounds
   */
  public int rounds() {
    return rounds;
  }

  private static double elapsed(long start, LongSupplier nanoseconds) {
    return (nanoseconds.getAsLong() - start) / 1e9;
  }
}
