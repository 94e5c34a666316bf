package org.widemargin.network;

/** How a forward pass treats the layers that behave differently in training. */
public enum Mode {
  /**
   * Dropout draws; batch normalisation uses the batch's statistics and updates the running ones.
   */
  TRAINING,
  /**
   * No dropout; batch normalisation uses the running statistics, so that samples do not influence
   * each other.
   */
  INFERENCE
}
