package org.widemargin.results;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Numbers by seed: of a method, or differences between methods of the same seed, which share their
 * data. Differences within a seed vary less than the methods themselves.
 *
 * @param bySeed the numbers
 */
public record Paired(Map<Long, Double> bySeed) {
  /** No seed has a value. */
  public static final Paired NONE = new Paired(Map.of());

  /** Copies the map. */
  public Paired {
    bySeed = Collections.unmodifiableMap(new LinkedHashMap<>(bySeed));
  }

  /**
   * The differences to others, seed by seed.
   *
   * @param others what is taken away
   * @return over the seeds that both have
   */
  public Paired minus(Paired others) {
    Map<Long, Double> differences = new LinkedHashMap<>();
    bySeed.forEach(
        (seed, value) ->
            Optional.ofNullable(others.bySeed.get(seed))
                .ifPresent(other -> differences.put(seed, value - other)));
    return new Paired(differences);
  }

  /**
   * The same times a factor.
   *
   * @param factor such as 100 for percent
   * @return each number times the factor
   */
  public Paired times(double factor) {
    Map<Long, Double> products = new LinkedHashMap<>(bySeed);
    products.replaceAll((seed, value) -> factor * value);
    return new Paired(products);
  }

  /**
   * The mean of several, seed by seed.
   *
   * @param all what is averaged
   * @return over the seeds that all have
   */
  public static Paired meanOf(Collection<Paired> all) {
    Map<Long, Double> means = new LinkedHashMap<>();
    List<Paired> list = List.copyOf(all);
    if (list.isEmpty()) {
      return NONE;
    }
    for (Long seed : list.get(0).bySeed.keySet()) {
      if (list.stream().allMatch(each -> each.bySeed.containsKey(seed))) {
        double sum =
            list.stream().mapToDouble(each -> Objects.requireNonNull(each.bySeed.get(seed))).sum();
        means.put(seed, sum / list.size());
      }
    }
    return new Paired(means);
  }

  /**
   * Tells whether there is a value.
   *
   * @return whether any seed has one
   */
  public boolean isMeasured() {
    return !bySeed.isEmpty();
  }

  /**
   * The mean.
   *
   * @return NaN if there is no value
   */
  public double mean() {
    return interval().mean();
  }

  /**
   * The mean with its interval.
   *
   * @return over the seeds
   */
  public Interval interval() {
    return Interval.of(bySeed.values());
  }
}
