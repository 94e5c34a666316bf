package org.widemargin.demo;

import static org.widemargin.error.InputException.require;

import java.util.List;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.train.GammaGrowth;
import org.widemargin.train.LossConfig;
import org.widemargin.train.Presets;
import org.widemargin.train.RunConfig;

/**
 * What the demo does: two networks that differ in nothing but their loss, measured on the same
 * samples.
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
  private static final int STEPS = 2500;
  private static final int SAMPLES = 500;
  private static final double SHOWN_EPSILON = 0.2;

  /** The paper's network, and few and small evaluations: they are there to draw a curve. */
  private static final String[] WATCHED = {
    "model.name=mnist-cnn",
    "data.validation-size=1000",
    "evaluation.every=250",
    "evaluation.samples=500",
    "evaluation.distance-samples=64",
    "optimization.steps=" + STEPS,
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
   * robust} with a smaller gamma, fewer refinements and fewer steps, in a few minutes on two
   * processors.
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

  private static RunConfig preset(LossConfig.Kind loss, int threads) {
    RunConfig whole = RunConfig.resolve(Presets.read("robust", loss));
    RunConfig shorter = whole.with(WATCHED).with("threads=" + threads);
    GammaGrowth growth = whole.loss().gammaGrowth();
    if (growth == null) {
      return shorter;
    }
    // The same part of the run.
    int steps = growth.steps() * STEPS / whole.optimization().steps();
    return shorter.with(WITHIN_REACH).with("loss.gamma-growth.steps=" + steps);
  }
}
