package org.widemargin.network;

/** The element type that a pass computes in. */
public enum Precision {
  /** The network's own: float32, or float64 for proofs. */
  FULL,
  /**
   * 8 bits of mantissa in the factors of products, sums in float32: for passes whose result may be
   * off by a per cent. Twice as fast or more where the processor has instructions for it.
   */
  BFLOAT16
}
