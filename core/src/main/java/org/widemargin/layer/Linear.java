package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * A fully connected layer.
 *
 * @param features output features
 * @param bias whether it adds a bias
 */
public record Linear(int features, boolean bias) implements Layer {
  /** Checks the size. */
  public Linear {
    require(features >= 1, "linear: expected features of at least 1, found %d", features);
  }

  static Linear defaults(int features) {
    return new Linear(features, /* bias= */ true);
  }

  @Override
  public String kind() {
    return "linear";
  }
}
