package org.widemargin.network;

import java.util.List;

/**
 * One parameter or buffer of a network.
 *
 * @param name unique, for example {@code conv1.convolution.weight}
 * @param shape in PyTorch's layout
 * @param role what it is for, which decides how it starts and whether it is trained
 * @param fanIn how many inputs one output depends on, for the start of weights; 0 where it does not
 *     apply
 */
public record ParameterSpec(String name, List<Integer> shape, Role role, int fanIn) {
  /** What a parameter is for. */
  public enum Role {
    /** A matrix or kernel: trained, starts random, decays. */
    WEIGHT(true),
    /** Added: trained, starts at 0. */
    BIAS(true),
    /** A factor of batch normalisation: trained, starts at 1. */
    SCALE(true),
    /** A running mean: not trained, starts at 0. */
    RUNNING_MEAN(false),
    /** A running variance: not trained, starts at 1. */
    RUNNING_VARIANCE(false);

    private final boolean trained;

    Role(boolean trained) {
      this.trained = trained;
    }

    /**
     * Tells whether the optimiser changes it.
     *
     * @return false for running statistics
     */
    public boolean trained() {
      return trained;
    }
  }

  /** Copies the shape. */
  public ParameterSpec {
    shape = List.copyOf(shape);
  }

  /**
   * The number of elements.
   *
   * @return the product of the shape
   */
  public int count() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * The shape for tensors.
   *
   * @return a new array
   */
  public long[] sizes() {
    return shape.stream().mapToLong(Integer::longValue).toArray();
  }
}
