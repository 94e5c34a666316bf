package org.widemargin.network;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Nonlinearities;

/**
 * A function that falls to its one least value and rises from there, so that it is bounded over a
 * range by its ends and that value.
 *
 * @param values the function, elementwise
 * @param lowest where it is least
 * @param least a number below all its values
 */
public record Curve(UnaryOperator<Tensor> values, double lowest, double least) {
  /** The Gaussian error linear unit. */
  public static final Curve GELU =
      new Curve(
          Nonlinearities::gelu, /* lowest= */ -0.7517915246935645, /* least= */ -0.169971207479904);

  /** The sigmoid linear unit. */
  public static final Curve SILU =
      new Curve(
          Nonlinearities::silu, /* lowest= */ -1.278464542761074, /* least= */ -0.278464542761074);
}
