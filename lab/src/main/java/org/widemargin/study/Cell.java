package org.widemargin.study;

import org.widemargin.data.DatasetSpec;

/**
 * A place in a study's matrix; its hyper-parameters are chosen for it alone.
 *
 * @param dataset which data set
 * @param method the method's name
 * @param condition of the training data
 */
public record Cell(DatasetSpec dataset, String method, Condition condition) {
  /**
   * The same place for another method.
   *
   * @param other its name
   * @return the cell
   */
  public Cell of(String other) {
    return new Cell(dataset, other, condition);
  }
}
