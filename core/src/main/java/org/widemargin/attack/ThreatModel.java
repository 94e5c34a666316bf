package org.widemargin.attack;

import static org.widemargin.error.InputException.require;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.data.ValidRange;
import org.widemargin.norm.BallProjection;
import org.widemargin.norm.Box;
import org.widemargin.norm.Norm;
import org.widemargin.torch.ElementTypes;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/**
 * What an attacker may do: move a sample by at most epsilon in a norm, inside the valid range.
 *
 * @param norm l-inf, l2 or l1
 * @param epsilon the radius of the ball, in the units of the input (pixels in [0,1]); at least 0;
 *     infinity where only the distance matters
 * @param range the box of valid inputs; empty where any number is valid
 */
public record ThreatModel(Norm norm, double epsilon, Optional<ValidRange> range) {
  /**
   * How far, relative to epsilon (absolute below 1), rounding in float32 may carry a point over the
   * surface of the ball.
   */
  static final double TOLERANCE = 1e-6;

  /** Checks the norm and that epsilon is not negative; NaN is refused. */
  public ThreatModel {
    require(
        norm.equals(Norm.LINF) || norm.equals(Norm.L2) || norm.equals(Norm.L1),
        "expected the norm of an attack to be linf, l2 or l1, found %s",
        norm);
    require(epsilon >= 0, "expected an epsilon of at least 0, found %s", epsilon);
  }

  /**
   * An attack on pixels in [0,1].
   *
   * @param norm l-inf, l2 or l1
   * @param epsilon the radius
   * @return the threat model
   */
  public static ThreatModel onPixels(Norm norm, double epsilon) {
    return new ThreatModel(norm, epsilon, Optional.of(ValidRange.UNIT));
  }

  /**
   * The same with another radius.
   *
   * @param radius the new epsilon
   * @return the threat model
   */
  public ThreatModel withEpsilon(double radius) {
    return new ThreatModel(norm, radius, range);
  }

  /**
   * Brings points into the ball and the range. In l-inf and l2 this is the projection onto the
   * ball, then the clip to the range; in l1 it is the nearest point of both (Croce and Hein, 2021).
   *
   * @param origins the clean samples {@code [N, ...]}, inside the range
   * @param points where the attack went {@code [N, ...]}
   * @return points inside both
   */
  public Tensor project(Tensor origins, Tensor points) {
    if (norm.equals(Norm.LINF)) {
      Tensor inside = points.minimum(Ops.add(origins, epsilon));
      Tensor most = Tensors.fullLike(origins, epsilon);
      return clip(roundedInwards(origins, inside.maximum(Ops.add(origins, -epsilon)), most));
    }
    Tensor step = points.sub(origins);
    Tensor shorter = norm.equals(Norm.L2) ? BallProjection.l2(step, epsilon) : l1(origins, step);
    return clip(roundedInwards(origins, origins.add(shorter), shorter.abs()));
  }

  /**
   * Where numbers are so large that rounding them is a step out of the ball, as in tables that are
   * not scaled, those that are too far go to the next number on the way back.
   */
  private Tensor roundedInwards(Tensor origins, Tensor points, Tensor most) {
    if (Math.ulp((float) largest(origins)) <= TOLERANCE / 4 * Math.max(1, epsilon)) {
      return points;
    }
    Tensor moved = ElementTypes.toFloat64(points).sub(ElementTypes.toFloat64(origins)).abs();
    return Ops.where(Ops.gt(moved.sub(most), 0), points.nextafter(origins), points);
  }

  private double largest(Tensor origins) {
    return range
        .map(valid -> Math.max(Math.abs(valid.minimum()), Math.abs(valid.maximum())))
        .orElseGet(() -> Tensors.toDouble(origins.abs().max()));
  }

  /**
   * Brings points into the range.
   *
   * @param points {@code [N, ...]}
   * @return points inside the range
   */
  public Tensor clip(Tensor points) {
    return box().inside(points);
  }

  /**
   * Tells whether a distance is within the budget, up to the rounding of float32. An infinite
   * distance never is.
   *
   * @param distance from the clean sample, in the norm
   * @return whether it is at most epsilon
   */
  public boolean allows(double distance) {
    return Double.isFinite(distance) && distance <= epsilon + TOLERANCE * Math.max(1, epsilon);
  }

  /** The range, for geometry. */
  Box box() {
    return new Box(range);
  }

  private Tensor l1(Tensor origins, Tensor step) {
    return BallProjection.l1(step, box().room(origins, step), epsilon);
  }
}
