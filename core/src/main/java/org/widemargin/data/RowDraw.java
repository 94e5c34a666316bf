package org.widemargin.data;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.widemargin.error.InputException;
import org.widemargin.torch.RandomStream;

/**
 * Holds rows of a table out to test on, of each class its share. Rows that are equal are never on
 * both sides. Which ones follows from the seed and from the order of the rows, not from what they
 * hold: another unit of a column changes nothing.
 *
 * @param share of each class, above 0 and below 1
 * @param seed of the draw
 */
record RowDraw(double share, long seed) {
  DataSource of(Dataset whole) {
    boolean[] forTest = new boolean[whole.size()];
    for (int label = 0; label < whole.classes(); label++) {
      draw(whole, label, forTest);
    }
    return new DataSource(part(whole, forTest, false), part(whole, forTest, true));
  }

  private void draw(Dataset whole, int label, boolean[] forTest) {
    List<List<Integer>> groups = equalRows(whole, label);
    InputException.require(
        groups.size() >= 2,
        "%s: class '%s': expected at least 2 different rows, one to learn from and one to test on,"
            + " found %d",
        whole.name(),
        whole.classNames().get(label),
        groups.size());
    int rows = groups.stream().mapToInt(List::size).sum();
    int wanted = Math.max(1, Splits.share(rows, share, RoundingMode.HALF_UP));
    int[] order = IntStream.range(0, groups.size()).toArray();
    RandomStream.shuffle(order, RandomStream.of(seed, "test-rows", label));
    int drawn = 0;
    for (int i = 0; i < order.length - 1 && drawn < wanted; i++) {
      List<Integer> group = groups.get(order[i]);
      group.forEach(row -> forTest[row] = true);
      drawn += group.size();
    }
  }

  /** The rows of a class, those that are equal together, in the order of their first. */
  private static List<List<Integer>> equalRows(Dataset whole, int label) {
    Map<List<Double>, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < whole.size(); row++) {
      if (whole.label(row) == label) {
        List<Double> values = Arrays.stream(whole.exact(row)).boxed().toList();
        groups.computeIfAbsent(values, key -> new ArrayList<>()).add(row);
      }
    }
    return List.copyOf(groups.values());
  }

  private static Dataset part(Dataset whole, boolean[] forTest, boolean test) {
    return whole.subset(
        IntStream.range(0, whole.size()).filter(row -> forTest[row] == test).toArray());
  }
}
