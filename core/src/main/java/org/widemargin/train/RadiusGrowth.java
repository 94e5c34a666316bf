package org.widemargin.train;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import org.widemargin.boundary.GradientMode;
import org.widemargin.margin.Bound;
import org.widemargin.margin.MarginSpec;

/**
 * A ball of the gradient mode {@code certified}, or of a bound, that grows: a point at first, then
 * to the whole, with the fourth power of the time in the first quarter and linearly after it,
 * without a kink (the schedule of Zhang et al., 2020, in their later implementation auto_LiRPA). A
 * network that is asked to be bounded over a large ball before it can classify learns neither; and
 * the ranges of fresh weights are so wide that already a hundredth of the ball at once makes it
 * forget.
 *
 * @param warmUpSteps how many steps the ball stays a point, at least 0
 * @param steps over how many steps it then grows, at least 1
 */
public record RadiusGrowth(int warmUpSteps, int steps) {
  /** Until where the power is taken, as a part of the time. */
  private static final double KNEE = 0.25;

  private static final double POWER = 4;

  /** So that both parts meet with one slope, and the second ends at 1. */
  private static final double FACTOR =
      1 / (POWER * (1 - KNEE) * Math.pow(KNEE, POWER - 1) + Math.pow(KNEE, POWER));

  /** Checks the ranges. */
  public RadiusGrowth {
    require(
        warmUpSteps >= 0,
        "radius-growth: expected warm-up-steps of at least 0, found %d",
        warmUpSteps);
    require(steps > 0, "radius-growth: expected steps of at least 1, found %d", steps);
  }

  /**
   * The part of the radius at a step.
   *
   * @param step from 0
   * @return from 0 to 1
   */
  public double fraction(long step) {
    double done = Math.min(1, Math.max(0, (double) (step - warmUpSteps) / steps));
    double atKnee = FACTOR * Math.pow(KNEE, POWER);
    return done < KNEE
        ? FACTOR * Math.pow(done, POWER)
        : 1 - (1 - atKnee) * (1 - done) / (1 - KNEE);
  }

  /** The loss's choices at a step; where nothing is to be proved they stay as they are. */
  MarginSpec at(long step, MarginSpec spec) {
    double fraction = fraction(step);
    if (spec.gradient() instanceof GradientMode.Certified whole) {
      return spec.with(
          set(MarginSpec::gradient)
              .to(new GradientMode.Certified(fraction * whole.radius(), whole.form())));
    }
    Bound bound = spec.bound();
    return bound == null
        ? spec
        : spec.with(
            set(MarginSpec::bound).to(new Bound(fraction * bound.radius(), bound.weight())));
  }
}
