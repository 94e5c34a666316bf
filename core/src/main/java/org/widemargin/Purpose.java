package org.widemargin;

/** What a network is wanted for: each is a preset, which {@code widemargin train} has as well. */
public enum Purpose {
  /** To be right on samples like those that it learned from: cross-entropy. The cheapest. */
  CLEAN("clean", 2000),
  /**
   * To stay right when somebody moves the input on purpose: a margin at the input whose boundary is
   * moved itself. A step takes four to five times as long.
   */
  ROBUST("robust", 2000),
  /**
   * To learn from labels of which many are wrong: a margin whose violations count up to a limit.
   */
  NOISY_LABELS("noisy-labels", 2000);

  private final String preset;
  private final int steps;

  Purpose(String preset, int steps) {
    this.preset = preset;
    this.steps = steps;
  }

  /**
   * Its preset.
   *
   * @return the name that {@code --preset} takes
   */
  public String preset() {
    return preset;
  }

  /** How many steps suit it where nobody says: minutes for small images, not hours. */
  int steps() {
    return steps;
  }
}
