package org.widemargin.train;

import static org.widemargin.config.Change.set;
import static org.widemargin.error.InputException.require;

import java.util.Map;
import java.util.TreeMap;
import org.widemargin.margin.MarginSpec;

/**
 * A margin asked for that grows: from a part of gamma, linearly, to all of it. Networks that cannot
 * yet classify are not asked for a wide margin at once.
 *
 * @param startFraction the part of gamma asked for in the first step, above 0 and at most 1
 * @param steps after how many steps all of gamma is asked for, at least 1
 */
public record GammaGrowth(double startFraction, int steps) {
  /** Checks the ranges. */
  public GammaGrowth {
    require(
        startFraction > 0 && startFraction <= 1,
        "gamma-growth: expected a start-fraction above 0 and at most 1, found %s",
        startFraction);
    require(steps > 0, "gamma-growth: expected steps of at least 1, found %d", steps);
  }

  /**
   * The part of gamma asked for.
   *
   * @param step from 0
   * @return at most 1
   */
  public double fraction(long step) {
    double done = Math.min(1, (double) step / steps);
    return startFraction + (1 - startFraction) * done;
  }

  /** The loss's choices at a step. */
  MarginSpec at(long step, MarginSpec spec) {
    double fraction = fraction(step);
    if (fraction == 1) {
      return spec;
    }
    Map<String, Double> layers = new TreeMap<>(spec.layerGamma());
    layers.replaceAll((layer, gamma) -> gamma * fraction);
    return spec.with(
        set(MarginSpec::gamma).to(spec.gamma() * fraction), set(MarginSpec::layerGamma).to(layers));
  }
}
