package org.widemargin.optimize;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/** Limits the l2 norm of all gradients together (Pascanu et al., 2013). */
public final class GradientClipping {
  /** As in PyTorch's {@code clip_grad_norm_}. */
  private static final double EPSILON = 1e-6;

  private GradientClipping() {}

  /**
   * Measures gradients.
   *
   * @param gradients of any shapes
   * @return the l2 norm over all elements of all tensors; NaN or infinite if one element is
   */
  public static double globalNorm(List<Tensor> gradients) {
    double sum = 0;
    for (Tensor gradient : gradients) {
      double norm = Tensors.toDouble(gradient.norm());
      sum += norm * norm;
    }
    return Math.sqrt(sum);
  }

  /**
   * Scales gradients down to a norm.
   *
   * @param gradients with the global norm {@code norm}
   * @param norm their global norm
   * @param limit the largest norm allowed; infinity for none
   * @return the same tensors, or scaled ones
   */
  public static List<Tensor> clip(List<Tensor> gradients, double norm, double limit) {
    double factor = limit / (norm + EPSILON);
    if (!(factor < 1)) {
      return gradients;
    }
    List<Tensor> clipped = new ArrayList<>(gradients.size());
    for (Tensor gradient : gradients) {
      clipped.add(Ops.mul(gradient, factor));
    }
    return clipped;
  }
}
