package org.widemargin.certify;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/**
 * Lower bounds that are affine functions of the values at some place of a network: for each sample
 * several, one batch after the other.
 *
 * @param coefficients float64 {@code [K * N, ...]}
 * @param constants float64 {@code [K * N]}
 * @param magnitude the sum of magnitudes of what was added up in the constants, {@code [K * N]}:
 *     what their rounding is measured by
 * @param terms how many numbers were added up on the way, at the longest
 */
record Functionals(Tensor coefficients, Tensor constants, Tensor magnitude, long terms) {
  /** Without constants. */
  static Functionals of(Tensor coefficients) {
    Tensor zeros = Tensors.zeros(coefficients, coefficients.size(0));
    return new Functionals(coefficients, zeros, zeros, 0);
  }

  /** With other coefficients, and to the constants added the sums of {@code [K * N, ...]}. */
  Functionals plus(Tensor otherCoefficients, Tensor shares) {
    return new Functionals(
        otherCoefficients,
        constants.add(PerSample.sum(shares)),
        magnitude.add(PerSample.sum(shares.abs())),
        terms + elements(shares));
  }

  /** The same constants before other coefficients. */
  Functionals with(Tensor otherCoefficients) {
    return new Functionals(otherCoefficients, constants, magnitude, terms);
  }

  /** The sum of two at the same place. */
  Functionals and(Functionals other) {
    return new Functionals(
        coefficients.add(other.coefficients),
        constants.add(other.constants),
        magnitude.add(other.magnitude),
        terms + other.terms);
  }

  /** The batches one by one, beside what belongs to samples: {@code [K, N, ...]}. */
  static Tensor inBatches(Tensor functionals, Tensor ofSamples) {
    return functionals.unflatten(0, -1, ofSamples.size(0));
  }

  /**
   * Their least values where the input lies between bounds, a little lower than need be.
   *
   * @param bounds of the samples, {@code [N, ...]}
   * @return {@code [K * N]}
   */
  Tensor leastOver(Bounds bounds) {
    return lowered(PerSample.sum(leastProducts(bounds)), bounds);
  }

  /**
   * The least products of the coefficients with values between bounds.
   *
   * @param bounds of the samples, {@code [N, ...]}
   * @return {@code [K * N, ...]}
   */
  Tensor leastProducts(Bounds bounds) {
    Tensor each = inBatches(coefficients, bounds.lower());
    return Ops.clampMin(each, 0)
        .mul(bounds.lower())
        .add(Ops.clampMax(each, 0).mul(bounds.upper()))
        .flatten(0, 1);
  }

  /**
   * Adds the constants to least values of the products, and takes off what float64 may have lost on
   * the whole way back, measured by the magnitudes that were added up.
   *
   * @param least {@code [K * N]}
   * @param bounds of the samples
   * @return {@code [K * N]}
   */
  Tensor lowered(Tensor least, Bounds bounds) {
    Tensor farthest = bounds.lower().abs().maximum(bounds.upper().abs());
    Tensor products = inBatches(coefficients, farthest).abs().mul(farthest);
    Tensor summed = magnitude.add(PerSample.sum(products.flatten(0, 1)));
    double loss = Rounding.onTheWayBack(terms + elements(farthest));
    return constants.add(least).sub(Ops.mul(summed, loss));
  }

  private static long elements(Tensor batch) {
    return batch.numel() / batch.size(0);
  }
}
