package org.widemargin.distance;

/**
 * What a measured distance is divided by, so that layers and models can be compared.
 *
 * <p>Both units grow with the layer, so neither makes distances in different p-norms comparable.
 */
public enum Normalisation {
  /** By nothing: the distance is in the layer's own units. */
  NONE,
  /**
   * By the norm of a vector of ones, {@code D^(1/p)} for a layer of D elements: how far a single
   * element moves, as a mean of order p over the layer. It does not depend on the layer's width,
   * but on its scale.
   */
  DIMENSION,
  /**
   * By the spread of the layer's activations over the measured samples, the root of the mean
   * squared p-norm of their deviation from their mean: the distance is then a share of the distance
   * between samples. It does not change when a layer is scaled up and the next one down. For p = 2
   * it is the normalisation by total variation of Jiang, Krishnan, Mobahi and Bengio, "Predicting
   * the Generalization Gap in Deep Networks with Margin Distributions" (ICLR 2019).
   */
  SPREAD
}
