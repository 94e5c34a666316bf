package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015).
 *
 * @param momentum the weight of the batch in the running statistics, in (0, 1]
 * @param epsilon added to the variance
 */
public record BatchNorm(double momentum, double epsilon) implements Layer {
  /** Checks the ranges. */
  public BatchNorm {
    require(
        momentum > 0 && momentum <= 1,
        "batch-norm: expected a momentum in (0, 1], found %s",
        momentum);
    require(epsilon > 0, "batch-norm: expected an epsilon above 0, found %s", epsilon);
  }

  /**
   * PyTorch's defaults.
   *
   * @return a tenth of each batch, and an epsilon of 1e-5
   */
  public static BatchNorm defaults() {
    return new BatchNorm(/* momentum= */ 0.1, /* epsilon= */ 1e-5);
  }

  @Override
  public String kind() {
    return "batch-norm";
  }
}
