package org.widemargin.norm;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.ValidRange;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/**
 * The box that valid values lie in, for geometry with tensors: every element from the range's
 * minimum to its maximum. Without a range any number is valid, and the box has no walls.
 *
 * @param range of each element; empty where any number is valid
 */
public record Box(Optional<ValidRange> range) {
  /** The box without walls. */
  public static final Box UNBOUNDED = new Box(Optional.empty());

  /**
   * How near the wall an element counts as held by it up to rounding: above the rounding of a sum
   * of pixels, in float64 and float32.
   */
  private static final double WALL_DOUBLE = 1e-12;

  private static final double WALL_FLOAT = 1e-6;

  /**
   * Tells whether there is no wall.
   *
   * @return whether any number is valid
   */
  public boolean isUnbounded() {
    return range.isEmpty();
  }

  /**
   * Brings points into the box, each element by itself.
   *
   * @param points {@code [N, ...]}; NaN stays NaN
   * @return the points inside the box
   */
  public Tensor inside(Tensor points) {
    return range.map(box -> Ops.clamp(points, box.minimum(), box.maximum())).orElse(points);
  }

  /**
   * How far each element can move before it meets a wall.
   *
   * @param points where it starts {@code [N, ...]}
   * @param direction of which only the signs count; where it is 0, as if it were negative
   * @return at least 0; infinity without walls; NaN where the point is, within walls
   */
  public Tensor room(Tensor points, Tensor direction) {
    if (range.isEmpty()) {
      return Tensors.fullLike(points, Double.POSITIVE_INFINITY);
    }
    Tensor upward = Ops.rsub(points, range.get().maximum());
    Tensor downward = Ops.add(points, -range.get().minimum());
    return Ops.clampMin(Ops.where(Ops.gt(direction, 0), upward, downward), 0);
  }

  /**
   * A direction without the elements that a wall holds back.
   *
   * @param points {@code [N, ...]}
   * @param direction {@code [N, ...]}
   * @return the direction, 0 where an element has no room or its point is NaN
   */
  public Tensor movable(Tensor points, Tensor direction) {
    if (range.isEmpty()) {
      return direction;
    }
    Tensor held = Ops.gt(room(points, direction), 0).logical_not();
    return Ops.maskedFill(direction, held, 0);
  }

  /**
   * Values of those elements alone that can still move, where points on a wall are on it only up to
   * rounding.
   *
   * @param values of each element {@code [N, ...]}
   * @param points {@code [N, ...]}
   * @param direction of the movement, of which only the signs count; where it is 0, nothing is held
   * @return the values, 0 where a wall holds the element
   */
  public Tensor ofMovable(Tensor values, Tensor points, Tensor direction) {
    if (range.isEmpty()) {
      return values;
    }
    double wall = ElementTypes.isFloat64(points) ? WALL_DOUBLE : WALL_FLOAT;
    Tensor above = Ops.gt(direction, 0).logical_and(Ops.gt(points, range.get().maximum() - wall));
    Tensor below =
        Ops.gt(direction.neg(), 0).logical_and(Ops.gt(points.neg(), -range.get().minimum() - wall));
    return Ops.maskedFill(values, above.logical_or(below), 0);
  }
}
