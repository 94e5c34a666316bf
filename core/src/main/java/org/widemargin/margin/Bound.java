package org.widemargin.margin;

import static org.widemargin.error.InputException.require;

/**
 * What is proved, as a part of a loss whose margin is another: the cross-entropy of the worst
 * logits that intervals leave over an l-inf ball around the sample, inside the valid range (Gowal
 * et al., 2019), added with a small weight. Distances are of what a walk finds; bounds hold for
 * what it misses, too, and cost clean accuracy. A mixture of both is what De Palma et al. (2024,
 * "Expressive Losses for Verified Robustness via Convex Combinations", MTL-IBP) train with attacks
 * in the walk's place.
 *
 * @param radius of the ball, in the input's units, at least 0
 * @param weight in the loss, above 0
 */
public record Bound(double radius, double weight) {
  /** Checks the ranges. */
  public Bound {
    require(
        radius >= 0 && Double.isFinite(radius),
        "bound: expected a radius of at least 0, found %s",
        radius);
    require(
        weight > 0 && Double.isFinite(weight),
        "bound: expected a weight above 0, found %s",
        weight);
  }
}
