package org.widemargin.study;

import static org.widemargin.error.InputException.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.torch.RandomStream;

/** The combinations of hyper-parameters that a search compares. */
final class Candidates {
  /** Each is made and checked, which takes milliseconds; the largest space of ours has 6. */
  private static final int MOST = 1_000;

  private Candidates() {}

  /**
   * Draws up candidates. The same search of the same space gives the same ones in the same order.
   *
   * @param search how candidates are chosen
   * @param space the values of each key
   * @return settings by the path of their key; one empty map if there is nothing to search
   * @throws org.widemargin.error.InputException if there are too many combinations
   */
  static List<Map<String, Object>> of(Search search, Map<String, List<Object>> space) {
    if (search instanceof Search.None) {
      return List.of(Map.of());
    }
    List<Map<String, Object>> all = combinations(space);
    if (search instanceof Search.Random random) {
      return draw(all, random.candidates(), random.seed());
    } else if (search instanceof Search.SuccessiveHalving halving) {
      return draw(all, halving.candidates(), halving.seed());
    } else if (search instanceof Search.Grid) {
      return all;
    }
    throw new AssertionError("a sealed type has no other case: " + search);
  }

  private static List<Map<String, Object>> combinations(Map<String, List<Object>> space) {
    List<Map<String, Object>> combinations = List.of(Map.of());
    for (Map.Entry<String, List<Object>> dimension : space.entrySet()) {
      require(
          (long) combinations.size() * dimension.getValue().size() <= MOST,
          "expected a space of at most %d combinations, found more from key '%s' on: give some of"
              + " its keys fewer values",
          MOST,
          dimension.getKey());
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> shorter : combinations) {
        for (Object value : dimension.getValue()) {
          Map<String, Object> settings = new LinkedHashMap<>(shorter);
          settings.put(dimension.getKey(), value);
          longer.add(Collections.unmodifiableMap(settings));
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  private static List<Map<String, Object>> draw(
      List<Map<String, Object>> all, int count, long seed) {
    int[] order = new int[all.size()];
    Arrays.setAll(order, i -> i);
    RandomStream.shuffle(order, RandomStream.of(seed, "candidates", 0));
    return Arrays.stream(order).limit(count).sorted().mapToObj(all::get).toList();
  }
}
