package org.widemargin.train;

/** Which layers start from weights that are there already. */
public enum InitialLayers {
  /** Every layer. */
  ALL,
  /** All but the last one with weights, which starts anew: for other classes. */
  BODY
}
