package org.widemargin.norm;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.torch.Autograd;
import org.widemargin.torch.Autograd.Graph;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.PerSample;
import org.widemargin.torch.Scope;
import org.widemargin.torch.Tensors;

/**
 * The shortest step onto a hyperplane: for every sample the {@code delta} of least p-norm with
 * {@code <a, delta> = b}, inside a box if there is one (paper, equation 9; with the box, the step
 * of FAB, Croce and Hein, 2020).
 *
 * <p>Without a box every element moves by {@code t |a_j|^(q-1)}; for p = 1 only the largest does.
 * With a box the elements that reach its wall stay there and the others go further. Where the
 * hyperplane lies outside the box, the step goes to the corner nearest to it.
 *
 * @param norm the p-norm to keep small
 * @param box which the step does not leave
 */
public record MinimumNormStep(Norm norm, Box box) {
  /**
   * Newton's method on a concave, mostly piecewise linear function from the left needs a handful of
   * steps; more mean no progress.
   */
  private static final int MOST_ITERATIONS = 40;

  /** Relative change of the multiplier that counts as none, in float64 and float32. */
  private static final double CONVERGED_DOUBLE = 1e-13;

  private static final double CONVERGED_FLOAT = 1e-6;

  /**
   * How far an element moves at most, before the sign. Only a normal of practically zero asks for
   * more; what a network computes from such a value is still a number in float32.
   */
  private static final double FARTHEST = 1e15;

  /** What Newton's multiplier never exceeds: times any slope it is still a number in float32. */
  private static final double LARGEST_MULTIPLIER = 1e30;

  /**
   * Solves for the step. No graph is recorded through it.
   *
   * @param origin where the step starts, {@code [N, ...]}; inside the box
   * @param normal the hyperplane's normal a, {@code [N, ...]}; where it is all zeros the step is 0;
   *     where it is so small that an element would have to move by more than 1e15, the step ends
   *     there
   * @param offset b, {@code [N]}
   * @return the step, {@code [N, ...]}
   */
  public Tensor solve(Tensor origin, Tensor normal, Tensor offset) {
    Tensor magnitude = normal.abs();
    Tensor largest = PerSample.amax(magnitude);
    Tensor scale = Ops.maskedFill(largest, Ops.eq(largest, 0), 1);
    Tensor slope = magnitude.div(PerSample.broadcast(scale, normal));
    Tensor distance = Ops.clampMax(offset.abs().div(scale), FARTHEST);
    Tensor direction = normal.sign().mul(PerSample.broadcast(offset.sign(), normal));
    Tensor room = box.room(origin, direction);
    Tensor length = norm.p() == 1 ? greedy(slope, distance, room) : uniform(slope, distance, room);
    return direction.mul(length);
  }

  /**
   * Solves for the step onto the zero set of a function that is linearised at a point reached so
   * far: the step of DeepFool (Moosavi-Dezfooli et al., 2016), seen from the origin as in FAB.
   *
   * @param function of a value {@code [N, ...]}, one result per sample {@code [N]}
   * @param origin where the step starts, {@code [N, ...]}; inside the box
   * @param reached the step so far, {@code [N, ...]}
   * @return the next one, {@code [N, ...]}, in the innermost scope
   */
  public Tensor solveAt(UnaryOperator<Tensor> function, Tensor origin, Tensor reached) {
    try (Scope scope = Scope.open()) {
      Tensor point = Autograd.leaf(box.inside(origin.add(reached)));
      Tensor value = function.apply(point);
      Tensor gradient = Autograd.gradientOfSum(value, point, Graph.FREE);
      return scope.keep(solveAt(value.detach(), gradient, origin, reached));
    }
  }

  /**
   * The same for a function whose linearisation is known.
   *
   * @param value of the function at the point reached, {@code [N]}
   * @param gradient of the function there, {@code [N, ...]}
   * @param origin where the step starts, {@code [N, ...]}; inside the box
   * @param reached the step so far, {@code [N, ...]}
   * @return the next one, {@code [N, ...]}
   */
  public Tensor solveAt(Tensor value, Tensor gradient, Tensor origin, Tensor reached) {
    // The hyperplane is where the linearised function vanishes.
    Tensor atOrigin = value.sub(PerSample.sum(gradient.mul(reached)));
    return solve(origin, gradient, atOrigin.neg());
  }

  /**
   * p above 1: element j moves {@code min(t slope_j^(q-1), room_j)}; finds the t that covers the
   * distance.
   */
  private Tensor uniform(Tensor slope, Tensor distance, Tensor room) {
    Tensor speed = speed(slope);
    Tensor gain = slope.mul(speed);
    Tensor t = perDirection(distance, PerSample.sum(gain));
    if (box.isUnbounded()) {
      return speed.mul(PerSample.broadcast(t, slope));
    }
    // phi(t) = sum_j slope_j min(t speed_j, room_j) is concave and the tangent at 0 was just taken:
    // Newton rises to the root.
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      Tensor moved = speed.mul(PerSample.broadcast(t, slope));
      Tensor free = moved.lt(room);
      Tensor covered = PerSample.sum(slope.mul(moved.minimum(room)));
      Tensor rate = PerSample.sum(gain.mul(ElementTypes.typeAs(free, gain)));
      Tensor rise = Ops.clampMin(perDirection(distance.sub(covered), rate), 0);
      Tensor next = Ops.clampMax(t.add(rise), LARGEST_MULTIPLIER);
      boolean converged = converged(t, next);
      t = next;
      if (converged) {
        break;
      }
    }
    return speed.mul(PerSample.broadcast(t, slope)).minimum(room);
  }

  private Tensor speed(Tensor slope) {
    double q = norm.dual().p();
    if (q == 1) {
      // Elements that do not influence the hyperplane have direction 0 and do not move.
      return Tensors.fullLike(slope, 1);
    }
    return q == 2 ? slope : Ops.pow(slope, q - 1);
  }

  /** p = 1: the elements of steepest slope move first, each as far as it can. */
  private static Tensor greedy(Tensor slope, Tensor distance, Tensor room) {
    Tensor flatSlope = PerSample.flatten(slope);
    Tensor flatRoom = PerSample.flatten(room);
    Tensor order = PerSample.argsortDescending(flatSlope);
    Tensor sortedSlope = flatSlope.gather(1, order);
    Tensor wanted = PerSample.broadcast(distance, flatSlope).expand_as(flatSlope);
    Tensor flat = Ops.eq(sortedSlope, 0);
    // An element covers at most what is asked for, so that an unbounded room stays finite in the
    // sums.
    Tensor reach = Ops.maskedFill(flatRoom.gather(1, order), flat, 0).mul(sortedSlope);
    Tensor capacity = wanted.minimum(reach);
    Tensor coveredBefore = capacity.cumsum(1).sub(capacity);
    Tensor remaining = Ops.clampMin(wanted.sub(coveredBefore), 0);
    Tensor covers = capacity.minimum(remaining);
    Tensor moves = Ops.clampMax(Ops.maskedFill(covers.div(sortedSlope), flat, 0), FARTHEST);
    Tensor inOrder = Tensors.fullLike(flatSlope, 0).scatter(1, order, moves);
    return inOrder.reshape(Tensors.shape(slope));
  }

  /** The quotient, 0 where the divisor is 0: nothing is left that could move. */
  private static Tensor perDirection(Tensor distance, Tensor rate) {
    Tensor none = Ops.eq(rate, 0);
    return Ops.maskedFill(distance.div(Ops.maskedFill(rate, none, 1)), none, 0);
  }

  private static boolean converged(Tensor before, Tensor after) {
    double tolerance = ElementTypes.isFloat64(after) ? CONVERGED_DOUBLE : CONVERGED_FLOAT;
    Tensor change = after.sub(before);
    return Tensors.toDouble(change.sub(Ops.mul(after, tolerance)).max()) <= 0;
  }
}
