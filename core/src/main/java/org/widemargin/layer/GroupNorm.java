package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * Group normalisation (Wu and He, 2018): the channels of each sample in groups, each group by its
 * own mean and variance, then a factor and a bias for each channel.
 *
 * @param groups how many; they must divide the channels. 1 takes all channels together, as many as
 *     channels each by itself
 * @param epsilon added to the variance
 */
public record GroupNorm(int groups, double epsilon) implements Layer {
  /** Checks the ranges. */
  public GroupNorm {
    require(groups >= 1, "group-norm: expected groups of at least 1, found %d", groups);
    require(epsilon > 0, "group-norm: expected an epsilon above 0, found %s", epsilon);
  }

  static GroupNorm defaults(int groups) {
    return new GroupNorm(groups, /* epsilon= */ 1e-5);
  }

  @Override
  public String kind() {
    return "group-norm";
  }
}
