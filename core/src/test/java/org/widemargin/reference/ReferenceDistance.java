package org.widemargin.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.widemargin.reference.ReferenceOptions.Activation;
import org.widemargin.reference.ReferenceOptions.Advance;
import org.widemargin.reference.ReferenceOptions.Boundary;
import org.widemargin.reference.ReferenceOptions.Box;
import org.widemargin.reference.ReferenceOptions.Constant;
import org.widemargin.reference.ReferenceOptions.Exact;
import org.widemargin.reference.ReferenceOptions.Misclassified;
import org.widemargin.reference.ReferenceOptions.NormOver;
import org.widemargin.reference.ReferenceOptions.Path;
import org.widemargin.reference.ReferenceOptions.Rival;
import org.widemargin.reference.ReferenceOptions.Scale;

/**
 * The signed distance d of one sample at one tap to the boundary between its class and a
 * competitor, in the three gradient modes.
 *
 * <p>Whatever the definition holds fixed (stops the gradient of) is computed from a second, plain
 * set of parameters, {@code fixed}; the rest from {@code parameters}. With the same numbers in
 * both, the derivative of d with respect to {@code parameters} is the definition's gradient; and
 * moving {@code parameters} alone gives finite differences of it.
 */
final class ReferenceDistance {
  /**
   * How near a bound counts as at the bound: a last step of next to nothing may leave it by a
   * rounding error.
   */
  private static final double AT_BOUND = 1e-12;

  private final ReferenceNetwork network;
  private final ReferenceOptions options;
  private final Dual[] parameters;
  private final double[] fixed;
  private final Dual[][] activations;
  private final double[][] fixedActivations;
  private final int label;
  private final double dualExponent;

  ReferenceDistance(
      ReferenceNetwork network,
      ReferenceOptions options,
      Dual[] parameters,
      double[] fixed,
      double[] input,
      int label) {
    this.network = network;
    this.options = options;
    this.parameters = parameters;
    this.fixed = fixed;
    this.label = label;
    this.activations = network.activations(parameters, Dual.constants(input));
    this.fixedActivations = network.activations(fixed, input);
    this.dualExponent = ReferenceNorm.dualExponent(options.norm());
  }

  /** The logits of the sample. */
  Dual[] logits() {
    return activations[network.tapCount() - 1];
  }

  /**
   * The k classes other than the label of the highest score, falling, the lowest class first among
   * equals.
   */
  List<Integer> competitors() {
    List<Integer> classes = othersByScore(0, fixedActivations[0]);
    return classes.subList(0, Math.min(options.topK(), classes.size()));
  }

  /** All classes other than the label, by falling score at the value {@code h} of a tap. */
  private List<Integer> othersByScore(int tap, double[] h) {
    double[] scores = network.scoresFrom(fixed, tap, h, options.score());
    List<Integer> classes = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (i != label) {
        classes.add(i);
      }
    }
    classes.sort((i, j) -> scores[i] != scores[j] ? Double.compare(scores[j], scores[i]) : i - j);
    return classes;
  }

  /** d at a tap for a competitor. */
  Dual distance(int tap, int competitor) {
    if (options.gradient() instanceof Constant) {
      return withConstantDenominator(tap, competitor);
    } else if (options.gradient() instanceof Exact) {
      return withExactDenominator(tap, competitor);
    }
    Boundary boundary = (Boundary) options.gradient();
    return boundary.refinements() == 0
        ? withConstantDenominator(tap, competitor)
        : atBoundary(boundary, tap, competitor);
  }

  private Dual withConstantDenominator(int tap, int competitor) {
    Dual[] gradient = Dual.constants(fixedGradient(tap, fixedActivations[tap], competitor));
    return gap(tap, activations[tap], competitor).dividedBy(denominator(tap, gradient));
  }

  private Dual withExactDenominator(int tap, int competitor) {
    Dual[] h = activations[tap];
    Dual[] gradient = network.gradient(parameters, tap, h, competitor, label, options.score());
    return gap(tap, h, competitor).dividedBy(denominator(tap, gradient));
  }

  /** sign * ||x_r - x_0|| + gap(x_r) / (epsilon + n_r). */
  private Dual atBoundary(Boundary boundary, int tap, int competitor) {
    return seenFrom(boundaryPoint(tap, competitor), boundary, tap, competitor);
  }

  private Dual seenFrom(double[] point, Boundary boundary, int tap, int competitor) {
    double[] start = fixedActivations[tap];
    double sign = Math.signum(fixedGap(tap, start, rival(boundary, tap, start, competitor)));
    double stepNorm = ReferenceNorm.norm(difference(point, start), options.norm());

    int rival = rival(boundary, tap, point, competitor);
    double[] gradient = fixedGradient(tap, point, rival);
    if (boundary.normOver() == NormOver.FREE_COORDINATES) {
      clearStoppedCoordinates(gradient, sign, point, boxAt(boundary, tap));
    }

    // Where the activation is differentiated, only the step delta is fixed.
    Dual[] base =
        boundary.activation() == Activation.DIFFERENTIATED
            ? activations[tap]
            : Dual.constants(start);
    Dual[] displaced = new Dual[point.length];
    for (int j = 0; j < point.length; j++) {
      displaced[j] = base[j].plus(point[j] - start[j]);
    }
    Dual remainder =
        gap(tap, displaced, rival).dividedBy(denominator(tap, Dual.constants(gradient)));
    return remainder.plus(sign * stepNorm * scaleFactor(tap));
  }

  /** x_r, after all refinements of the boundary mode. */
  double[] boundaryPoint(int tap, int competitor) {
    Boundary boundary = (Boundary) options.gradient();
    double[] start = fixedActivations[tap];
    boolean misclassified = fixedGap(tap, start, rival(boundary, tap, start, competitor)) < 0;
    if (misclassified && boundary.misclassified() == Misclassified.LINEAR) {
      return start;
    }
    boolean crossed = isAcross(boundary, tap, start, competitor);
    boolean strides = boundary.advance() == Advance.STRIDE;
    double[] point = first(boundary, tap, start, competitor, crossed);
    for (int t = 2; t <= boundary.refinements(); t++) {
      boolean asks = boundary.tolerance() > 0 && (!strides || t == boundary.refinements());
      if (asks && isFarEnough(point, boundary, tap, competitor)) {
        break;
      }
      crossed |= isAcross(boundary, tap, point, competitor);
      double[] next = refined(boundary, tap, start, point, competitor, crossed);
      double moved = ReferenceNorm.norm(difference(next, point), options.norm());
      double reached = ReferenceNorm.norm(difference(next, start), options.norm());
      point = next;
      boolean atCap = !strides && reached >= boundary.cap() - 1e-9;
      boolean last = moved <= boundary.tolerance() || atCap;
      if (boundary.tolerance() > 0 && last) {
        break;
      }
    }
    return point;
  }

  private boolean isAcross(Boundary boundary, int tap, double[] point, int competitor) {
    return fixedGap(tap, point, rival(boundary, tap, point, competitor)) <= 0;
  }

  /** Classified right, walked gamma, and the boundary still ahead: no violation is left. */
  private boolean isFarEnough(double[] point, Boundary boundary, int tap, int competitor) {
    double[] start = fixedActivations[tap];
    double gamma =
        options.layers().stream()
            .filter(layer -> layer.tap() == tap)
            .mapToDouble(ReferenceOptions.Layer::gamma)
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY);
    double walked = ReferenceNorm.norm(difference(point, start), options.norm()) * scaleFactor(tap);
    return fixedGap(tap, start, rival(boundary, tap, start, competitor)) > 0
        && walked >= Math.min(gamma, boundary.cap()) * (1 - 1e-5)
        && seenFrom(point, boundary, tap, competitor).value() >= gamma;
  }

  /** x_1: linearised at the sample, or elsewhere; the step begins at the sample all the same. */
  private double[] first(
      Boundary boundary, int tap, double[] start, int competitor, boolean crossed) {
    double[] at = start.clone();
    List<Double> displacement = boundary.start().orElse(List.of());
    for (int j = 0; j < displacement.size(); j++) {
      double moved = start[j] + displacement.get(j);
      Optional<Box> box = boxAt(boundary, tap);
      at[j] =
          box.isPresent() ? Math.min(Math.max(moved, box.get().low()), box.get().high()) : moved;
    }
    double[] point = linearisedAt(boundary, tap, at, start, competitor);
    return advanced(boundary, tap, point, start, start, crossed);
  }

  /** The class whose boundary is walked to from the point {@code h}. */
  private int rival(Boundary boundary, int tap, double[] h, int competitor) {
    return boundary.rival() == Rival.STRONGEST ? othersByScore(tap, h).get(0) : competitor;
  }

  /**
   * From x_(t-1) to x_t: the point closest to where the step begins at which the gap, linearised at
   * x_(t-1), vanishes; pulled back towards x_(t-1) to at most the stride, and towards the start to
   * at most the cap.
   */
  private double[] refined(
      Boundary boundary,
      int tap,
      double[] start,
      double[] previous,
      int competitor,
      boolean crossed) {
    double[] from = boundary.path() == Path.FROM_SAMPLE ? start : previous;
    double[] point = linearisedAt(boundary, tap, previous, from, competitor);
    return advanced(boundary, tap, point, previous, start, crossed);
  }

  /** What is made of the nearest point on the linearised boundary. */
  private double[] advanced(
      Boundary boundary,
      int tap,
      double[] point,
      double[] previous,
      double[] start,
      boolean crossed) {
    if (boundary.advance() == Advance.SHORTEST) {
      return limited(limited(point, previous, boundary.stride()), start, boundary.cap());
    }
    double[] strided =
        crossed
            ? limited(point, previous, boundary.stride())
            : inBall(atLeast(point, previous, boundary.stride()), previous, boundary.stride());
    double[] inBall = inBall(strided, start, boundary.cap());
    Optional<Box> box = boxAt(boundary, tap);
    return box.isEmpty()
        ? inBall
        : Arrays.stream(inBall)
            .map(x -> Math.min(Math.max(x, box.get().low()), box.get().high()))
            .toArray();
  }

  /** The point, moved away from another to a distance of at least {@code shortest}. */
  private double[] atLeast(double[] point, double[] from, double shortest) {
    double[] step = difference(point, from);
    double length = ReferenceNorm.norm(step, options.norm());
    double[] farther = new double[point.length];
    for (int j = 0; j < point.length; j++) {
      farther[j] = length == 0 ? from[j] : from[j] + Math.max(1, shortest / length) * step[j];
    }
    return farther;
  }

  /** In l-inf the nearest point of the ball around the centre, else the point pulled back. */
  private double[] inBall(double[] point, double[] centre, double radius) {
    if (!Double.isInfinite(options.norm())) {
      return limited(point, centre, radius);
    }
    double[] near = new double[point.length];
    for (int j = 0; j < point.length; j++) {
      near[j] = Math.min(Math.max(point[j], centre[j] - radius), centre[j] + radius);
    }
    return near;
  }

  /** The point closest to {@code from} at which the gap, linearised at {@code at}, vanishes. */
  private double[] linearisedAt(
      Boundary boundary, int tap, double[] at, double[] from, int competitor) {
    int rival = rival(boundary, tap, at, competitor);
    double gap = fixedGap(tap, at, rival);
    // The gradient of f_y - f_i.
    double[] a = network.gradient(fixed, tap, at, label, rival, options.score());
    double b = -(gap + ReferenceStep.dot(a, difference(from, at)));
    return onto(a, b, from, boxAt(boundary, tap));
  }

  /** The point, pulled back towards another to a distance of at most {@code longest}. */
  private double[] limited(double[] point, double[] towards, double longest) {
    double[] step = difference(point, towards);
    double length = ReferenceNorm.norm(step, options.norm());
    if (length <= longest) {
      return point;
    }
    double[] nearer = new double[point.length];
    for (int j = 0; j < point.length; j++) {
      nearer[j] = towards[j] + longest / length * step[j];
    }
    return nearer;
  }

  /** The point nearest to {@code from} whose step from there has a . step = b. */
  private double[] onto(double[] a, double b, double[] from, Optional<Box> box) {
    double[] step =
        box.isPresent()
            ? stepWithin(box.get(), a, b, from)
            : ReferenceStep.shortest(a, b, options.norm());
    double[] point = new double[from.length];
    for (int j = 0; j < point.length; j++) {
      double moved = from[j] + step[j];
      point[j] = box.isPresent() ? snapped(moved, from[j], step[j], box.get()) : moved;
    }
    return point;
  }

  /** A step to a bound ends on it exactly, although start + (bound - start) may be rounded. */
  private static double snapped(double moved, double start, double step, Box box) {
    return step == box.high() - start ? box.high() : step == box.low() - start ? box.low() : moved;
  }

  private double[] stepWithin(Box box, double[] a, double b, double[] start) {
    double[] lower = new double[start.length];
    double[] upper = new double[start.length];
    for (int j = 0; j < start.length; j++) {
      lower[j] = box.low() - start[j];
      upper[j] = box.high() - start[j];
    }
    return ReferenceStep.shortestWithin(a, b, options.norm(), lower, upper);
  }

  /**
   * Sets the gradient to 0 where the point is at the bound towards which the step goes, against
   * sign * gradient of gap.
   */
  private static void clearStoppedCoordinates(
      double[] gradientOfCompetitorMinusLabel, double sign, double[] point, Optional<Box> box) {
    if (box.isEmpty()) {
      return;
    }
    for (int j = 0; j < point.length; j++) {
      double towardsBoundary = sign * gradientOfCompetitorMinusLabel[j];
      boolean stoppedAbove = towardsBoundary > 0 && point[j] >= box.get().high() - AT_BOUND;
      boolean stoppedBelow = towardsBoundary < 0 && point[j] <= box.get().low() + AT_BOUND;
      if (stoppedAbove || stoppedBelow) {
        gradientOfCompetitorMinusLabel[j] = 0;
      }
    }
  }

  /** Only the input has a valid range. */
  private static Optional<Box> boxAt(Boundary boundary, int tap) {
    return tap == 0 ? boundary.box() : Optional.empty();
  }

  /** f_label - f_competitor of the part of the network above the tap. */
  private Dual gap(int tap, Dual[] h, int competitor) {
    Dual[] scores = network.scoresFrom(parameters, tap, h, options.score());
    return scores[label].minus(scores[competitor]);
  }

  private double fixedGap(int tap, double[] h, int competitor) {
    double[] scores = network.scoresFrom(fixed, tap, h, options.score());
    return scores[label] - scores[competitor];
  }

  /** The gradient of f_competitor - f_label. */
  private double[] fixedGradient(int tap, double[] h, int competitor) {
    return network.gradient(fixed, tap, h, competitor, label, options.score());
  }

  /** epsilon + n, n being the dual norm of the gradient, divided by the scale factor. */
  private Dual denominator(int tap, Dual[] gradient) {
    return ReferenceNorm.norm(gradient, dualExponent)
        .dividedBy(scaleFactor(tap))
        .plus(options.epsilon());
  }

  /**
   * D^(1/q) or 1. Dividing n by it multiplies distances by it, so that it also multiplies a step's
   * norm.
   */
  private double scaleFactor(int tap) {
    return options.scale() == Scale.NONE
        ? 1
        : Math.pow(network.elementCount(tap), 1 / dualExponent);
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = Arrays.copyOf(a, a.length);
    for (int j = 0; j < b.length; j++) {
      difference[j] -= b[j];
    }
    return difference;
  }
}
