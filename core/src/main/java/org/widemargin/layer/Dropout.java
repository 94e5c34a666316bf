package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * Dropout, active in training only.
 *
 * @param probability the chance of an element being zeroed, in [0, 1)
 */
public record Dropout(double probability) implements Layer {
  /** Checks the range. */
  public Dropout {
    require(
        probability >= 0 && probability < 1,
        "dropout: expected a probability in [0, 1), found %s",
        probability);
  }

  @Override
  public String kind() {
    return "dropout";
  }
}
