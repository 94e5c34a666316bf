package org.widemargin.study;

import static org.widemargin.error.InputException.require;

import org.widemargin.config.OmitDefault;

/**
 * How hyper-parameters are chosen: by the highest validation accuracy, averaged over seeds. The
 * test samples play no part.
 */
public sealed interface Search {
  /** Candidates are compared on all of the study's seeds. */
  int ALL_SEEDS = 0;

  /** Candidates train as long as the networks that are measured. */
  int ALL_STEPS = 0;

  /**
   * On how many of the study's seeds candidates are compared.
   *
   * @return the first so many; {@link #ALL_SEEDS} for all
   */
  int seeds();

  /**
   * How long a candidate trains.
   *
   * @return so many steps, or as many as its configuration has if that is less; {@link #ALL_STEPS}
   *     for as many in any case
   */
  default int steps() {
    return ALL_STEPS;
  }

  /** No search: every method has its settings, and spaces are not looked at. */
  record None() implements Search {
    @Override
    public int seeds() {
      return ALL_SEEDS;
    }
  }

  /**
   * Every combination.
   *
   * @param seeds on how many of the study's seeds candidates are compared; 0 for all
   * @param steps how long they train; 0, which is not written down, for as long as configured
   */
  record Grid(int seeds, @OmitDefault int steps) implements Search {
    /** Checks the ranges. */
    public Grid {
      requireSeeds(seeds);
      requireSteps(steps);
    }

    static Grid defaults() {
      return new Grid(/* seeds= */ ALL_SEEDS, /* steps= */ ALL_STEPS);
    }
  }

  /**
   * Some combinations, drawn without replacement.
   *
   * @param candidates how many; all if there are no more
   * @param seed of the draw
   * @param seeds on how many of the study's seeds candidates are compared; 0 for all
   * @param steps how long they train; 0, which is not written down, for as long as configured
   */
  record Random(int candidates, long seed, int seeds, @OmitDefault int steps) implements Search {
    /** Checks the ranges. */
    public Random {
      requireCandidates(candidates);
      requireSeeds(seeds);
      requireSteps(steps);
    }

    static Random defaults(int candidates) {
      return new Random(candidates, /* seed= */ 1, /* seeds= */ ALL_SEEDS, /* steps= */ ALL_STEPS);
    }
  }

  /**
   * Successive halving (Jamieson and Talwalkar, 2016): all candidates train for a few steps, the
   * better part of them for longer, and so on; the last ones train in full. Every round trains
   * anew, so that a schedule is as long as its run.
   *
   * @param candidates how many are drawn at first; all if there are no more
   * @param reduction how many times fewer candidates each round has, and how many times longer it
   *     trains; at least 2
   * @param seed of the draw
   * @param seeds on how many of the study's seeds candidates are compared; 0 for all
   */
  record SuccessiveHalving(int candidates, int reduction, long seed, int seeds) implements Search {
    /** Checks the ranges. */
    public SuccessiveHalving {
      requireCandidates(candidates);
      require(
          reduction >= 2,
          "successive-halving: expected a reduction of at least 2, found %d",
          reduction);
      requireSeeds(seeds);
    }

    static SuccessiveHalving defaults(int candidates) {
      return new SuccessiveHalving(
          candidates, /* reduction= */ 2, /* seed= */ 1, /* seeds= */ ALL_SEEDS);
    }
  }

  private static void requireCandidates(int candidates) {
    require(candidates >= 1, "search: expected at least 1 candidate, found %d", candidates);
  }

  private static void requireSeeds(int seeds) {
    require(seeds >= 0, "search: expected seeds of at least 1, or 0 for all, found %d", seeds);
  }

  private static void requireSteps(int steps) {
    require(
        steps >= 0, "search: expected steps of at least 1, or 0 as configured, found %d", steps);
  }
}
