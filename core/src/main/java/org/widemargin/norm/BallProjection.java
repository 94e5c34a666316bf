package org.widemargin.norm;

import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Tensors;

/** Shortens steps until they fit a ball. */
public final class BallProjection {
  /** Halvings of the threshold's interval: below the resolution of float32. */
  private static final int HALVINGS = 40;

  private BallProjection() {}

  /**
   * Scales every step to at most the radius.
   *
   * @param step of each sample, {@code [N, ...]}
   * @param radius the greatest l2 length
   * @return the steps, {@code [N, ...]}
   */
  public static Tensor l2(Tensor step, double radius) {
    // The least number that is not 0 in float32 either, and whose reciprocal is one.
    Tensor length = Ops.clampMin(Norm.L2.perSample(step), Float.MIN_NORMAL);
    Tensor shrink = Ops.clampMax(Ops.mul(length.reciprocal(), radius), 1);
    return step.mul(PerSample.broadcast(shrink, step));
  }

  /**
   * The step nearest to the given one that has an l1 length of at most the radius and leaves each
   * element within its room: every element is shortened by one threshold, found by bisection, after
   * which it meets its wall or not.
   *
   * @param step of each sample, {@code [N, ...]}
   * @param room how far each element may go, {@code [N, ...]}
   * @param radius the greatest l1 length
   * @return the steps, {@code [N, ...]}
   */
  public static Tensor l1(Tensor step, Tensor room, double radius) {
    Tensor wanted = step.abs();
    Tensor low = Tensors.fullLike(PerSample.sum(wanted), 0);
    Tensor high = PerSample.amax(PerSample.flatten(wanted));
    Tensor needed = Ops.gt(PerSample.sum(wanted.minimum(room)), radius);
    for (int i = 0; i < HALVINGS; i++) {
      Tensor middle = Ops.mul(low.add(high), 0.5);
      Tensor tooLong = Ops.gt(PerSample.sum(shortened(wanted, middle, room)), radius);
      low = Ops.where(tooLong, middle, low);
      high = Ops.where(tooLong, high, middle);
    }
    Tensor threshold = Ops.maskedFill(high, needed.logical_not(), 0);
    return step.sign().mul(shortened(wanted, threshold, room));
  }

  private static Tensor shortened(Tensor wanted, Tensor threshold, Tensor room) {
    return Ops.clampMin(wanted.sub(PerSample.broadcast(threshold, wanted)), 0).minimum(room);
  }
}
