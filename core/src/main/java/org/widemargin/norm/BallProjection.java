package org.widemargin.norm;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.ValidRange;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/** Shortens steps until they fit a ball. */
public final class BallProjection {
  /** Halvings of the threshold's interval: below the resolution of float32. */
  private static final int HALVINGS = 40;

  private BallProjection() {}

  /** Scales every step to at most the radius. */
  public static Tensor l2(Tensor step, double radius) {
    Tensor length = Ops.atLeast(Norm.L2.perSample(step), Double.MIN_NORMAL);
    Tensor shrink = Ops.atMost(Ops.multiply(length.reciprocal(), radius), 1);
    return step.mul(Ops.perSample(shrink, step));
  }

  /**
   * The step nearest to the given one that has an l1 length of at most the radius and leaves each
   * element within its room: every element is shortened by one threshold, found by bisection, after
   * which it meets its wall or not.
   */
  public static Tensor l1(Tensor step, Tensor room, double radius) {
    Tensor wanted = step.abs();
    Tensor low = Tensors.fullLike(Ops.sumPerSample(wanted), 0);
    Tensor high = Ops.maxPerSample(Ops.flattenSamples(wanted));
    Tensor needed = Ops.isAbove(Ops.sumPerSample(wanted.minimum(room)), radius);
    for (int i = 0; i < HALVINGS; i++) {
      Tensor middle = Ops.multiply(low.add(high), 0.5);
      Tensor tooLong = Ops.isAbove(Ops.sumPerSample(shortened(wanted, middle, room)), radius);
      low = Ops.where(tooLong, middle, low);
      high = Ops.where(tooLong, high, middle);
    }
    Tensor threshold = Ops.fillWhere(high, needed.logical_not(), 0);
    return step.sign().mul(shortened(wanted, threshold, room));
  }

  /** How far each element can move in the direction of the step before it meets the range. */
  public static Tensor room(Tensor origins, Tensor direction, Optional<ValidRange> range) {
    if (range.isEmpty()) {
      return Tensors.fullLike(origins, Double.POSITIVE_INFINITY);
    }
    Tensor upward = Ops.subtractFrom(range.get().maximum(), origins);
    Tensor downward = Ops.add(origins, -range.get().minimum());
    return Ops.atLeast(Ops.where(Ops.isAbove(direction, 0), upward, downward), 0);
  }

  /** The gradient without the elements that the range holds back. */
  public static Tensor movable(Tensor points, Tensor gradients, Optional<ValidRange> range) {
    if (range.isEmpty()) {
      return gradients;
    }
    Tensor held = Ops.isAbove(room(points, gradients, range), 0).logical_not();
    return Ops.fillWhere(gradients, held, 0);
  }

  private static Tensor shortened(Tensor wanted, Tensor threshold, Tensor room) {
    return Ops.atLeast(wanted.sub(Ops.perSample(threshold, wanted)), 0).minimum(room);
  }
}
