package org.widemargin.attack;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.norm.Norm;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/** The direction of length 1 in a norm along which a linear function grows most. */
final class SteepestStep {
  /** Keeps a vanishing gradient from being divided by zero. */
  private static final double FLOOR = 1e-12;

  private SteepestStep() {}

  /**
   * The direction: in l-inf the sign of the gradient, in l2 the gradient scaled to length 1, in l1
   * the element of the largest gradient among those that can still move. Zero where the gradient
   * is.
   *
   * @param threat the norm and the range
   * @param points where the step starts, {@code [N, ...]}
   * @param gradients {@code [N, ...]}
   * @return {@code [N, ...]}
   */
  static Tensor direction(ThreatModel threat, Tensor points, Tensor gradients) {
    if (threat.norm().equals(Norm.LINF)) {
      return gradients.sign();
    }
    if (threat.norm().equals(Norm.L2)) {
      Tensor length = Ops.add(Norm.L2.perSample(gradients), FLOOR);
      return gradients.div(PerSample.broadcast(length, gradients));
    }
    Tensor flat = PerSample.flatten(threat.box().movable(points, gradients));
    Tensor place = PerSample.argmax(flat.abs()).unsqueeze(1);
    Tensor only = Tensors.fullLike(flat, 0).scatter(1, place, flat.gather(1, place).sign());
    return only.reshape(Tensors.shape(gradients));
  }
}
