package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * {@code max(0, x) + negativeSlope * min(0, x)}.
 *
 * @param negativeSlope the slope below 0, finite
 */
public record LeakyRelu(double negativeSlope) implements Layer {
  /** Checks the slope. */
  public LeakyRelu {
    require(
        Double.isFinite(negativeSlope),
        "leaky-relu: expected a finite negative-slope, found %s",
        negativeSlope);
  }

  static LeakyRelu defaults() {
    return new LeakyRelu(/* negativeSlope= */ 0.01);
  }

  @Override
  public String kind() {
    return "leaky-relu";
  }
}
