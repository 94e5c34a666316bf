package org.widemargin.demo;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.train.GammaGrowth;
import org.widemargin.train.LossConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;

/**
 * What the demo does: two networks that differ in their loss and in which step of their training is
 * kept, measured on the same samples.
 *
 * @param crossEntropy the run of the baseline
 * @param margin the run with the large margin
 * @param samples on how many of the first test samples both are attacked
 * @param epsilons how far attacks may move a pixel, and the standard deviation of the noise
 * @param distanceSamples on how many of the first test samples the distance to the boundary is
 *     measured
 * @param shownEpsilon how far the attack on the pictures that are shown may move a pixel
 */
public record DemoPlan(
    RunConfig crossEntropy,
    RunConfig margin,
    int samples,
    List<Double> epsilons,
    int distanceSamples,
    double shownEpsilon) {
  /** As many as are worth it: more change little in the table. */
  static final int MOST_STEPS = 2500;

  /** Fewer, and the margin has not grown to where it shows. */
  private static final int FEWEST_STEPS = 500;

  /** Numbers of steps are multiples of this. */
  private static final int ROUND = 50;

  private static final int SAMPLES = 500;
  private static final int SAMPLES_ON_SLOW_MACHINES = 250;
  private static final double SECONDS = 290;

  /**
   * What reading, evaluations, noise and pictures take, in steps of the baseline, and what the
   * attacks on one sample take: as measured, rounded up.
   */
  private static final double STEPS_OF_THE_REST = 700;

  private static final double STEPS_PER_ATTACKED_SAMPLE = 2.6;

  private static final double SHOWN_EPSILON = 0.2;

  /** The paper's network, and few and small evaluations: they are there to draw a curve. */
  private static final String[] WATCHED = {
    "model.name=mnist-cnn",
    "data.validation-size=1000",
    "evaluation.every=250",
    "evaluation.samples=500",
    "evaluation.distance-samples=64",
  };

  /**
   * A margin that a few minutes can reach: with the preset's, the network would still be learning
   * to classify.
   */
  private static final String[] WITHIN_REACH = {
    "loss.margin.gamma=0.25",
    "loss.margin.cross-entropy-weight=0.1",
    "loss.margin.gradient.boundary.refinements=3",
    "loss.margin.gradient.boundary.cap=0.35",
    "loss.margin.gradient.boundary.stride=0.12",
    "loss.margin.gradient.boundary.tolerance=0.02",
  };

  /** Checks that both runs learn from the same data with the same seed. */
  public DemoPlan {
    epsilons = List.copyOf(epsilons);
    require(!epsilons.isEmpty(), "expected at least one epsilon, found none");
    require(samples > 0, "expected at least 1 sample, found %d", samples);
    require(distanceSamples > 0, "expected at least 1 distance sample, found %d", distanceSamples);
    require(shownEpsilon > 0, "expected a shown epsilon above 0, found %s", shownEpsilon);
    require(
        crossEntropy.data().equals(margin.data())
            && crossEntropy.model().equals(margin.model())
            && crossEntropy.seed() == margin.seed(),
        "expected two runs that differ in their loss, found other data, another model or seed");
  }

  /**
   * The demo of the command line: mnist-cnn on MNIST, cross-entropy against the preset {@code
   * robust} with a smaller gamma, fewer refinements and as many steps as are worth it.
   *
   * @param threads how many threads compute
   * @param device where
   * @return the plan
   */
  public static DemoPlan standard(int threads, DeviceChoice device) {
    return new DemoPlan(
        preset(LossConfig.Kind.CROSS_ENTROPY, threads).with("evaluation.keep=best").on(device),
        preset(LossConfig.Kind.MARGIN, threads).on(device),
        SAMPLES,
        List.of(0.1, 0.2, 0.3),
        SAMPLES,
        SHOWN_EPSILON);
  }

  /**
   * The same with other numbers of steps.
   *
   * @param steps of each training
   * @return the plan, whose gamma grows in the same part of the run; with fewer samples to attack
   *     if it has fewer steps
   */
  public DemoPlan with(int steps) {
    return new DemoPlan(
        with(steps, crossEntropy),
        with(steps, margin),
        steps < crossEntropy.optimization().steps() ? SAMPLES_ON_SLOW_MACHINES : samples,
        epsilons,
        distanceSamples,
        shownEpsilon);
  }

  private static RunConfig with(int steps, RunConfig config) {
    RunConfig other = config.with("optimization.steps=" + steps);
    GammaGrowth growth = config.loss().gammaGrowth();
    if (growth == null) {
      return other;
    }
    long grown = (long) growth.steps() * steps / config.optimization().steps();
    return other.with("loss.gamma-growth.steps=" + grown);
  }

  /**
   * The plan that fits into five minutes: the same, or one with fewer steps and samples.
   *
   * @param pace of the machine
   * @return the plan; on a very slow machine one that takes longer
   */
  public DemoPlan within(DemoPace pace) {
    int all = crossEntropy.optimization().steps();
    if (stepsWithin(pace, samples) >= all) {
      return this;
    }
    int fitting = (int) Math.min(stepsWithin(pace, SAMPLES_ON_SLOW_MACHINES), all - 1);
    return with(Math.max(fitting / ROUND * ROUND, FEWEST_STEPS));
  }

  private static double stepsWithin(DemoPace pace, int samples) {
    double rest = STEPS_OF_THE_REST + STEPS_PER_ATTACKED_SAMPLE * samples;
    return (SECONDS - rest * pace.crossEntropySeconds())
        / (pace.crossEntropySeconds() + pace.marginSeconds());
  }

  private static RunConfig preset(LossConfig.Kind loss, int threads) {
    RunConfig whole = RunConfig.resolve(Presets.read("robust", loss));
    RunConfig shorter = with(MOST_STEPS, whole).with(WATCHED).with("threads=" + threads);
    return loss == LossConfig.Kind.MARGIN ? shorter.with(WITHIN_REACH) : shorter;
  }
}
