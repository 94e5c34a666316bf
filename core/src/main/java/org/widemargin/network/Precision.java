package org.widemargin.network;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Processor;

/** The element type that a pass computes in. */
public enum Precision {
  /** The network's own: float32, or float64 for proofs. */
  FULL,
  /**
   * 8 bits of mantissa in the factors of products, sums in float32: for passes whose result may be
   * off by a per cent. Twice as fast or more where the processor has instructions for it.
   */
  BFLOAT16;

  /**
   * What is fastest on this machine.
   *
   * @return bfloat16 where the processor is faster in it
   */
  public static Precision fastest() {
    return Processor.here().isFasterInBfloat16() ? BFLOAT16 : FULL;
  }

  /** A tensor in this precision. */
  Tensor of(Tensor tensor) {
    return this == BFLOAT16 ? ElementTypes.toBfloat16(tensor) : tensor;
  }
}
