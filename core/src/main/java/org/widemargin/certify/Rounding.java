package org.widemargin.certify;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;

/**
 * What float64 may lose. A sum of n products, in any order, is off by at most {@code n u / (1 - n
 * u)} times the sum of their magnitudes, {@code u = 2^-53} (Higham, Accuracy and Stability of
 * Numerical Algorithms, section 3.1).
 */
final class Rounding {
  /** Twice u, so that small multiples of it cover second-order terms. */
  private static final double UNIT = 0x1p-52;

  /** Beside this no number of a network matters, and underflow is below it. */
  private static final double TINY = 1e-290;

  private Rounding() {}

  /**
   * A bound on the relative loss of a sum.
   *
   * @param terms how many products
   * @return a factor of the sum of magnitudes
   */
  static double ofSum(long terms) {
    return (terms + 8) * UNIT;
  }

  /**
   * What carrying functionals back may lose, as a share of the magnitudes that were added up: eight
   * times the bound of a single sum as long as all of them. docs/certificates.md says what that
   * promises.
   *
   * @param terms how many products on the way
   * @return a factor of the sum of magnitudes
   */
  static double onTheWayBack(long terms) {
    return 8 * ofSum(terms);
  }

  /** A lower bound, a few roundings lower. */
  static Tensor down(Tensor value) {
    return Ops.add(value.sub(Ops.mul(value.abs(), 8 * UNIT)), -TINY);
  }

  /** An upper bound, a few roundings higher. */
  static Tensor up(Tensor value) {
    return Ops.add(value.add(Ops.mul(value.abs(), 8 * UNIT)), TINY);
  }
}
