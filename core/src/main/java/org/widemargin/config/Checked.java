package org.widemargin.config;

/**
 * A record with more to check than its constructor can, because it takes the record's own methods.
 * It is checked whenever it is read.
 */
public interface Checked {
  /**
   * Checks the record as a whole.
   *
   * @throws org.widemargin.error.InputException if something is wrong with it
   */
  void check();
}
