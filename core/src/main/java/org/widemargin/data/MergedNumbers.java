package org.widemargin.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells of columns whose numbers lie so close that float32, in which networks compute, does not
 * tell them apart: time stamps in seconds, years with many decimals.
 */
public final class MergedNumbers {
  /** A few in a hundred fall together by chance where there are very many. */
  private static final double FEW = 0.01;

  private MergedNumbers() {}

  /**
   * Looks at every column of a table whose features stay as they are; scaled ones are scaled before
   * they become float32.
   *
   * @param table rows of features whose columns have names; others are left alone
   * @param listener is told
   */
  public static void tell(Dataset table, ReadingListener listener) {
    List<String> columns =
        Optional.ofNullable(table.description().table())
            .map(TableDescription::columns)
            .orElse(List.of());
    for (int column = 0; column < columns.size(); column++) {
      double[] numbers = column(table, column, columns.size());
      int exact = distinct(numbers);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) numbers[i];
      }
      int left = distinct(numbers);
      if (exact - left > FEW * exact) {
        listener.note(
            "column '%s': of %d different numbers only %d are left in float32; subtract their mean"
                    .formatted(columns.get(column), exact, left)
                + " and divide by their spread first");
      }
    }
  }

  /** In rising order. */
  private static double[] column(Dataset table, int column, int columns) {
    double[] row = new double[columns];
    double[] numbers = new double[table.size()];
    for (int i = 0; i < numbers.length; i++) {
      table.copyExactly(i, row, 0);
      numbers[i] = row[column];
    }
    Arrays.sort(numbers);
    return numbers;
  }

  private static int distinct(double[] sorted) {
    int distinct = 0;
    for (int i = 0; i < sorted.length; i++) {
      distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
    }
    return distinct;
  }
}
