package org.widemargin.train;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.widemargin.network.Precision;

/**
 * What training computes in. Parameters, their gradients, the optimiser's state and the loss are
 * float32 in any case; with bfloat16 the factors of products and the hidden activations are
 * narrowed, and sums within a product are float32. Measurements are float32.
 */
public enum TrainingPrecision {
  /** bfloat16 where the processor is faster in it, else float32. */
  AUTO,
  /** Everything in float32. */
  FLOAT32,
  /** Products in bfloat16: slower than float32 where the processor has no instructions for it. */
  @JsonAlias("bf16")
  BFLOAT16,
  /**
   * Float32 whose products on a CUDA device round their factors to 10 bits of mantissa, several
   * times as fast there; the same as float32 on other devices.
   */
  TF32;

  /**
   * What that is on this machine.
   *
   * @return all but {@link #AUTO}
   */
  public TrainingPrecision resolved() {
    return switch (this) {
      case AUTO -> Precision.fastest() == Precision.BFLOAT16 ? BFLOAT16 : FLOAT32;
      case FLOAT32, BFLOAT16, TF32 -> this;
    };
  }

  /**
   * The precision of the training passes on this machine.
   *
   * @return of products and hidden activations
   */
  public Precision here() {
    return resolved() == BFLOAT16 ? Precision.BFLOAT16 : Precision.FULL;
  }
}
