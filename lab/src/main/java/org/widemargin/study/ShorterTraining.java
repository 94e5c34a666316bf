package org.widemargin.study;

import static org.widemargin.config.Change.apply;
import static org.widemargin.config.Change.set;

import org.jspecify.annotations.Nullable;
import org.widemargin.train.GammaGrowth;
import org.widemargin.train.LossConfig;
import org.widemargin.train.OptimizationConfig;
import org.widemargin.train.RadiusGrowth;
import org.widemargin.train.RunConfig;

/** A training of fewer steps that stands for a longer one in a search. */
final class ShorterTraining {
  private ShorterTraining() {}

  /**
   * Shortens a training. The margin asked for grows in the same share of it; a schedule of the
   * learning rate fits the steps there are of itself.
   */
  static RunConfig of(RunConfig config, int steps) {
    OptimizationConfig optimization = config.optimization();
    if (steps == optimization.steps()) {
      return config;
    }
    double share = (double) steps / optimization.steps();
    return apply(
        config,
        set(RunConfig::optimization)
            .to(apply(optimization, set(OptimizationConfig::steps).to(steps))),
        set(RunConfig::loss).to(shorter(config.loss(), share)));
  }

  private static LossConfig shorter(LossConfig loss, double share) {
    @Nullable GammaGrowth gamma = loss.gammaGrowth();
    @Nullable RadiusGrowth radius = loss.radiusGrowth();
    LossConfig shorter = loss;
    if (gamma != null) {
      int steps = Math.max(1, part(gamma.steps(), share));
      shorter =
          apply(
              shorter,
              set(LossConfig::gammaGrowth).to(new GammaGrowth(gamma.startFraction(), steps)));
    }
    if (radius != null) {
      int steps = Math.max(1, part(radius.steps(), share));
      shorter =
          apply(
              shorter,
              set(LossConfig::radiusGrowth)
                  .to(new RadiusGrowth(part(radius.warmUpSteps(), share), steps)));
    }
    return shorter;
  }

  private static int part(int steps, double share) {
    return Math.toIntExact(Math.round(steps * share));
  }
}
