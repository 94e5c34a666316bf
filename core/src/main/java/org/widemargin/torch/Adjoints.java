package org.widemargin.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The adjoints of layers' functions: from a cotangent at the output to the one at the input, and
 * nothing else. Autograd would also prepare what weight gradients need, and always works in the
 * element type of the forward pass.
 */
public final class Adjoints {
  private Adjoints() {}

  /**
   * Through a rectifier.
   *
   * @param cotangent at the output
   * @param output of the forward pass, of the cotangent's element type
   * @return the cotangent where the output is above 0, and 0 elsewhere
   */
  public static Tensor relu(Tensor cotangent, Tensor output) {
    return torch.threshold_backward(cotangent, output, new Scalar(0));
  }

  /**
   * Through {@link Functions#standardize}: what moves a sample's mean or, where the deviation is
   * divided by, its scale is lost. At the floor itself the deviation counts as divided by, as
   * autograd has it.
   *
   * @param cotangent at the output, {@code [N, ...]}
   * @param output the standardised values, {@code [N, ...]}
   * @param variance before, {@code [N]}
   * @return {@code [N, ...]}
   */
  public static Tensor standardize(Tensor cotangent, Tensor output, Tensor variance) {
    double share = 1.0 / PerSample.elements(output);
    Tensor mean = Ops.mul(PerSample.sum(cotangent), share);
    Tensor along = Ops.mul(PerSample.sum(cotangent.mul(output)), share);
    Tensor divided = Ops.ge(variance, share);
    Tensor scale = along.mul(ElementTypes.typeAs(divided, along));
    Tensor kept =
        cotangent
            .sub(PerSample.broadcast(mean, cotangent))
            .sub(output.mul(PerSample.broadcast(scale, cotangent)));
    return kept.mul(
        PerSample.broadcast(
            ElementTypes.typeAs(Ops.clampMin(variance, share).rsqrt(), cotangent), cotangent));
  }
}
