package org.widemargin.certify;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An affine function by its parts.
 *
 * @param product with the weights, {@code [M, ...]} to {@code [M, ...]}
 * @param magnitudes product with the weights' magnitudes
 * @param squares product with the weights' squares
 * @param largest for each output a bound on the largest product of a weight's magnitude and the
 *     values, which are not negative, {@code [1, ...]}
 * @param adjoint of the product
 * @param bias added to the product, of a shape that broadcasts; null for none
 * @param terms in the longest sum, counting both directions
 * @param perElement whether every output depends on one input alone
 */
record AffineFunction(
    UnaryOperator<Tensor> product,
    UnaryOperator<Tensor> magnitudes,
    UnaryOperator<Tensor> squares,
    UnaryOperator<Tensor> largest,
    UnaryOperator<Tensor> adjoint,
    @Nullable Tensor bias,
    long terms,
    boolean perElement) {}
