package org.widemargin.reference;

import java.util.List;
import org.widemargin.reference.ReferenceNetwork.Score;

/**
 * The true least p-norm distance from a sample to the boundary between two classes at a tap of two
 * elements, by brute force: along rays in all directions to the first change of the gap's sign,
 * then finer around the best directions.
 *
 * <p>What a ray crosses twice within a hundredth of the distance, or what is seen under less than a
 * degree, may be missed. The distance found is exact to about 1e-9 otherwise.
 *
 * @param network the network
 * @param input the sample
 * @param label its class y
 * @param competitor the other class i
 * @param tap where to measure; it must have two elements
 * @param score whose gap f_y - f_i vanishes at the boundary
 * @param norm p of the norm
 * @param maxRadius how far to search, in that norm
 */
public record TrueDistance2d(
    ReferenceNetwork network,
    List<Double> input,
    int label,
    int competitor,
    int tap,
    Score score,
    double norm,
    double maxRadius) {
  private static final int DIRECTIONS = 360;
  private static final int FIRST_DIRECTIONS = 72;
  private static final int FIRST_RADIAL_STEPS = 200;
  private static final int RADIAL_STEPS = 100;
  private static final int RADIAL_STEPS_WHILE_FOLLOWING = 20;
  private static final int FINE_ANGLES = 20;
  private static final int GOLDEN_SECTION_STEPS = 45;
  private static final double NEARLY_BEST = 1.05;

  /**
   * The nearest point of the boundary.
   *
   * @param signedDistance positive if the sample is on its own class's side of the boundary;
   *     infinite if none was found
   * @param angle direction from the sample in radians
   * @param point the point as x, y; empty if none was found
   */
  public record Nearest(double signedDistance, double angle, List<Double> point) {
    /** The distance without its sign. */
    public double distance() {
      return Math.abs(signedDistance);
    }
  }

  /** Checks that the tap is two-dimensional. */
  public TrueDistance2d {
    input = List.copyOf(input);
    if (network.elementCount(tap) != 2) {
      throw new IllegalArgumentException("two elements expected at " + network.tapName(tap));
    }
  }

  /** The nearest point of the boundary, searched in all directions. */
  public Nearest nearest(double[] parameters) {
    Rays rays = new Rays(parameters);
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < DIRECTIONS; k += DIRECTIONS / FIRST_DIRECTIONS) {
      best = Math.min(best, rays.radius(angle(k), maxRadius, FIRST_RADIAL_STEPS));
    }
    // What lies clearly behind the best radius known cannot be the nearest.
    double limit = Math.min(maxRadius, NEARLY_BEST * best);
    double[] radii = new double[DIRECTIONS];
    for (int k = 0; k < DIRECTIONS; k++) {
      radii[k] = rays.radius(angle(k), limit, RADIAL_STEPS);
    }
    Nearest nearest = new Nearest(Double.POSITIVE_INFINITY, Double.NaN, List.of());
    for (int k = 0; k < DIRECTIONS; k++) {
      double left = radii[Math.floorMod(k - 1, DIRECTIONS)];
      double right = radii[(k + 1) % DIRECTIONS];
      if (Double.isFinite(radii[k]) && radii[k] <= left && radii[k] <= right) {
        Nearest candidate = rays.nearestBetween(angle(k - 1), angle(k + 1), limit, RADIAL_STEPS);
        nearest = candidate.distance() < nearest.distance() ? candidate : nearest;
      }
    }
    return nearest;
  }

  /**
   * Central finite differences, of step {@code h}, of the signed distance with respect to every
   * parameter. The nearest point is followed from where it is at {@code parameters}; it must be the
   * only one.
   */
  public double[] derivative(double[] parameters, double h) {
    Nearest nearest = nearest(parameters);
    double[] derivative = new double[parameters.length];
    for (int k = 0; k < parameters.length; k++) {
      double[] moved = parameters.clone();
      moved[k] = parameters[k] + h;
      double above = followed(moved, nearest, h);
      moved[k] = parameters[k] - h;
      double below = followed(moved, nearest, h);
      derivative[k] = (above - below) / (2 * h);
    }
    return derivative;
  }

  private double followed(double[] parameters, Nearest nearest, double h) {
    double window = 0.02;
    double limit = NEARLY_BEST * nearest.distance() + 1000 * h;
    return new Rays(parameters)
        .nearestBetween(
            nearest.angle() - window, nearest.angle() + window, limit, RADIAL_STEPS_WHILE_FOLLOWING)
        .signedDistance();
  }

  private static double angle(int k) {
    return 2 * Math.PI * k / DIRECTIONS;
  }

  /** The rays from the sample, for one set of parameters. */
  private final class Rays {
    private final Dual[] parameters;
    private final double[] start;
    private final double side;

    Rays(double[] parameterValues) {
      double[] inputValues = input.stream().mapToDouble(Double::doubleValue).toArray();
      this.parameters = Dual.constants(parameterValues);
      this.start = network.activations(parameterValues, inputValues)[tap];
      this.side = Math.signum(gap(start));
    }

    private double gap(double[] point) {
      Dual[] scores = network.scoresFrom(parameters, tap, Dual.constants(point), score);
      return scores[label].value() - scores[competitor].value();
    }

    /** The point at this distance, in the p-norm, from the sample. */
    private double[] along(double angle, double radius) {
      double[] direction = {Math.cos(angle), Math.sin(angle)};
      double factor = radius / ReferenceNorm.norm(direction, norm);
      return new double[] {start[0] + factor * direction[0], start[1] + factor * direction[1]};
    }

    private boolean isOnTheSamplesSide(double angle, double radius) {
      return Math.signum(gap(along(angle, radius))) == side;
    }

    /**
     * How far along the ray the gap first changes its sign; infinity if it does not up to the
     * limit.
     */
    double radius(double angle, double limit, int radialSteps) {
      for (int k = 1; k <= radialSteps; k++) {
        if (!isOnTheSamplesSide(angle, limit * k / radialSteps)) {
          return bisected(angle, limit * (k - 1) / radialSteps, limit * k / radialSteps);
        }
      }
      return Double.POSITIVE_INFINITY;
    }

    private double bisected(double angle, double from, double to) {
      double inside = from;
      double outside = to;
      double middle = (inside + outside) / 2;
      while (inside < middle && middle < outside) {
        if (isOnTheSamplesSide(angle, middle)) {
          inside = middle;
        } else {
          outside = middle;
        }
        middle = (inside + outside) / 2;
      }
      return middle;
    }

    /**
     * The nearest point between two angles: the best of a fine grid, then golden-section search
     * around it.
     */
    Nearest nearestBetween(double from, double to, double limit, int radialSteps) {
      double width = (to - from) / FINE_ANGLES;
      double best = from;
      double bestRadius = Double.POSITIVE_INFINITY;
      for (int k = 0; k <= FINE_ANGLES; k++) {
        double radius = radius(from + k * width, limit, radialSteps);
        if (radius < bestRadius) {
          bestRadius = radius;
          best = from + k * width;
        }
      }
      double angle = goldenSection(best - width, best + width, limit, radialSteps);
      double radius = radius(angle, limit, radialSteps);
      double[] point = along(angle, radius);
      return new Nearest(side * radius, angle, List.of(point[0], point[1]));
    }

    private double goldenSection(double from, double to, double limit, int radialSteps) {
      double ratio = (Math.sqrt(5) - 1) / 2;
      double low = from;
      double high = to;
      for (int step = 0; step < GOLDEN_SECTION_STEPS; step++) {
        double left = high - ratio * (high - low);
        double right = low + ratio * (high - low);
        if (radius(left, limit, radialSteps) <= radius(right, limit, radialSteps)) {
          high = right;
        } else {
          low = left;
        }
      }
      return (low + high) / 2;
    }
  }
}
