package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * Layer normalisation (Ba et al., 2016): each sample by its own mean and variance over all of its
 * elements, then a factor and a bias of its own for each element.
 *
 * @param epsilon added to the variance
 */
public record LayerNorm(double epsilon) implements Layer {
  /** Checks the range. */
  public LayerNorm {
    require(epsilon > 0, "layer-norm: expected an epsilon above 0, found %s", epsilon);
  }

  static LayerNorm defaults() {
    return new LayerNorm(/* epsilon= */ 1e-5);
  }

  @Override
  public String kind() {
    return "layer-norm";
  }
}
