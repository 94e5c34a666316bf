package org.widemargin.data;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.widemargin.error.InputException;

/**
 * What the numbers of a table's rows are, and what was done to them before a network saw them.
 *
 * @param columns the names of the features, in the order that the network takes them; empty where
 *     they have none
 * @param scaling what each was scaled by; null where they were taken as they are
 */
public record TableDescription(List<String> columns, @Nullable FeatureScaling scaling) {
  /** Checks that no name occurs twice, and that there are as many as are scaled. */
  public TableDescription {
    columns = columns == null ? List.of() : List.copyOf(columns);
    InputException.require(
        new HashSet<>(columns).size() == columns.size(),
        "expected columns of different names, found %s",
        columns);
    InputException.require(
        scaling == null || columns.isEmpty() || columns.size() == scaling.means().size(),
        "expected a scaling of %d columns, found one of %d",
        columns.size(),
        scaling == null ? 0 : scaling.means().size());
  }

  /**
   * Prepares a row as those were that the network learned from.
   *
   * @param row its features as the table has them
   * @return the features as the network takes them, a fresh array
   * @throws InputException if it has another number of features
   */
  public float[] prepared(double[] row) {
    return Optional.ofNullable(scaling)
        .map(known -> known.apply(row))
        .orElseGet(() -> FeatureStore.toFloats(row));
  }

  /**
   * Prepares a row that is in single precision already.
   *
   * @param row its features as the table has them
   * @return the features as the network takes them
   * @throws InputException if it has another number of features
   */
  public float[] prepared(float[] row) {
    return scaling == null ? row : scaling.apply(row);
  }
}
