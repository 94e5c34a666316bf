package org.widemargin.optimize;

import static org.widemargin.error.InputException.require;

/** How the learning rate changes over a run: a factor of the configured rate for each step. */
public sealed interface Schedule {
  /**
   * The factor of a step.
   *
   * @param step from 0
   * @param steps the run's length, at least 1
   * @return at least 0 and at most 1
   */
  double factor(long step, long steps);

  /**
   * The same rate throughout.
   *
   * @param warmUpSteps over how many steps the rate first rises linearly; 0 for none
   */
  record Constant(int warmUpSteps) implements Schedule {
    /** Checks the range. */
    public Constant {
      requireWarmUp("constant", warmUpSteps);
    }

    static Constant defaults() {
      return new Constant(/* warmUpSteps= */ 0);
    }

    @Override
    public double factor(long step, long steps) {
      return warmUp(step, warmUpSteps);
    }
  }

  /**
   * Exponential decay in stairs, as in the authors' released code: multiplied by {@code decay}
   * after every {@code every} steps, those of the warm-up included.
   *
   * @param decay the factor between two stairs, above 0 and at most 1
   * @param every the steps of one stair, at least 1
   * @param warmUpSteps over how many steps the rate first rises linearly; 0 for none
   */
  record Staircase(double decay, int every, int warmUpSteps) implements Schedule {
    /** Checks the ranges. */
    public Staircase {
      require(
          decay > 0 && decay <= 1,
          "staircase: expected a decay above 0 and at most 1, found %s",
          decay);
      require(every > 0, "staircase: expected every of at least 1 step, found %d", every);
      requireWarmUp("staircase", warmUpSteps);
    }

    static Staircase defaults() {
      return new Staircase(/* decay= */ 0.96, /* every= */ 2000, /* warmUpSteps= */ 0);
    }

    @Override
    public double factor(long step, long steps) {
      double stairs = (double) Math.floorDiv(step, (long) every);
      return warmUp(step, warmUpSteps) * Math.pow(decay, stairs);
    }
  }

  /**
   * Half a cosine from 1 down towards 0 after the warm-up (Loshchilov and Hutter, 2017, without
   * restarts).
   *
   * @param warmUpSteps over how many steps the rate first rises linearly; 0 for none
   */
  record Cosine(int warmUpSteps) implements Schedule {
    /** Checks the range. */
    public Cosine {
      requireWarmUp("cosine", warmUpSteps);
    }

    /**
     * The defaults: from the first step on.
     *
     * @return the schedule without a warm-up
     */
    public static Cosine defaults() {
      return new Cosine(/* warmUpSteps= */ 0);
    }

    @Override
    public double factor(long step, long steps) {
      if (step < warmUpSteps) {
        return warmUp(step, warmUpSteps);
      }
      double length = Math.max(1.0, (double) (steps - warmUpSteps));
      return between(1, 0, (double) (step - warmUpSteps) / length);
    }
  }

  /**
   * One cycle (Smith and Topin, 2018): from {@code 1 / startDivisor} up to 1 and down to {@code 1 /
   * (startDivisor * endDivisor)}, each half a cosine. Formula and defaults are those of PyTorch's
   * {@code OneCycleLR}. The rise is its warm-up.
   *
   * @param rise the part of the run that the rate rises in, above 0 and below 1
   * @param startDivisor at least 1
   * @param endDivisor at least 1
   */
  record OneCycle(double rise, double startDivisor, double endDivisor) implements Schedule {
    /** Checks the ranges. */
    public OneCycle {
      require(
          rise > 0 && rise < 1, "one-cycle: expected a rise above 0 and below 1, found %s", rise);
      require(
          startDivisor >= 1 && endDivisor >= 1,
          "one-cycle: expected divisors of at least 1, found %s and %s",
          startDivisor,
          endDivisor);
    }

    static OneCycle defaults() {
      return new OneCycle(/* rise= */ 0.3, /* startDivisor= */ 25, /* endDivisor= */ 1e4);
    }

    @Override
    public double factor(long step, long steps) {
      double now = (double) step;
      double start = 1 / startDivisor;
      double end = start / endDivisor;
      // A run so short that the rise has no step starts at the peak.
      double peak = Math.max(0, rise * (double) steps - 1);
      double last = (double) (steps - 1);
      if (now < peak) {
        return between(start, 1, now / peak);
      }
      return last <= peak ? 1 : between(1, end, (now - peak) / (last - peak));
    }
  }

  private static double warmUp(long step, int warmUpSteps) {
    return step < warmUpSteps ? (double) (step + 1) / warmUpSteps : 1;
  }

  /** Half a cosine between two values. */
  private static double between(double start, double end, double done) {
    return end + (start - end) * (1 + Math.cos(Math.PI * done)) / 2;
  }

  private static void requireWarmUp(String name, int steps) {
    require(steps >= 0, "%s: expected warm-up-steps of at least 0, found %d", name, steps);
  }
}
